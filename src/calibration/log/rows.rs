//! Rows of a log, one at a time: decoded, split into columns, counted.

use super::mapping::Mapping;
use csv::StringRecord;
use encoding_rs::{Encoding, GB18030, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A log that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The system refused.
    #[error("cannot read `{}`: {}", .0.display(), .1)]
    Io(PathBuf, io::Error),
    /// It is no table of rows and columns.
    #[error("in `{}`, line {}: {}", .0.display(), .1, .2)]
    Row(PathBuf, u64, String),
    /// It does not fit its mapping, or is empty.
    #[error("`{}`: {}", .0.display(), .1)]
    Misfit(PathBuf, String),
    /// Sorting needs the temporary folder.
    #[error("cannot write to the temporary folder {}: {}", std::env::temp_dir().display(), .0)]
    Temporary(io::Error),
}

/// Bytes looked at to tell encoding and separator.
const PEEK: usize = 1 << 16;

/// The rows of one log.
pub struct Rows {
    path: PathBuf,
    header: StringRecord,
    source: Source,
    /// The encoding it is read in.
    pub encoding: &'static Encoding,
    /// Bytes in the file.
    pub bytes: u64,
    read: Arc<AtomicU64>,
    line: u64,
}

enum Source {
    Separated(Box<csv::Reader<Box<dyn Read>>>),
    WhiteSpace(Box<dyn BufRead>, String),
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "rows of {}", self.path.display())
    }
}

impl Rows {
    /// Opens a log and reads its header.
    ///
    /// # Errors
    /// If it cannot be read or has no header.
    pub fn open(path: &Path, mapping: Option<&Mapping>) -> Result<Rows, LogError> {
        let refused = |error| LogError::Io(path.to_owned(), error);
        let mut file = File::open(path).map_err(refused)?;
        let bytes = file.metadata().map_err(refused)?.len();
        let mut start = Vec::new();
        file.by_ref().take(PEEK as u64).read_to_end(&mut start).map_err(refused)?;
        let label = mapping.and_then(|mapping| mapping.encoding.as_deref());
        let encoding =
            label.and_then(|label| Encoding::for_label(label.as_bytes())).unwrap_or_else(|| guess(&start));
        let read = Arc::new(AtomicU64::new(0));
        let whole = io::Cursor::new(start.clone()).chain(file);
        let counted = Counted { inner: whole, read: read.clone() };
        let decoded: Box<dyn Read> = Box::new(
            DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_override(true).build(counted),
        );
        let (text, _, _) = encoding.decode(&start);
        let separator = separator(mapping, path, text.lines().next().unwrap_or(""));
        let source = match separator {
            Some(byte) => Source::Separated(Box::new(
                csv::ReaderBuilder::new()
                    .delimiter(byte)
                    .flexible(true)
                    .has_headers(false)
                    .from_reader(decoded),
            )),
            None => Source::WhiteSpace(Box::new(BufReader::with_capacity(1 << 16, decoded)), String::new()),
        };
        let mut rows = Rows {
            path: path.to_owned(),
            header: StringRecord::new(),
            source,
            encoding,
            bytes,
            read,
            line: 0,
        };
        let mut header = StringRecord::new();
        if !rows.next(&mut header)? {
            return Err(LogError::Misfit(
                path.to_owned(),
                "it is empty; expected a header and rows".to_owned(),
            ));
        }
        header.trim();
        rows.header = header;
        Ok(rows)
    }

    /// The names of the columns.
    pub fn header(&self) -> &StringRecord {
        &self.header
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The line of the row last read, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Bytes read so far.
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Reads the next row; false: there is none.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn next(&mut self, row: &mut StringRecord) -> Result<bool, LogError> {
        match &mut self.source {
            Source::Separated(reader) => {
                self.line = reader.position().line();
                reader.read_record(row).map_err(|error| {
                    let line = error.position().map_or(0, csv::Position::line);
                    LogError::Row(self.path.clone(), line, error.to_string())
                })
            }
            Source::WhiteSpace(reader, text) => loop {
                text.clear();
                let read = reader.read_line(text).map_err(|error| LogError::Io(self.path.clone(), error))?;
                if read == 0 {
                    return Ok(false);
                }
                self.line += 1;
                row.clear();
                text.split_whitespace().for_each(|field| row.push_field(field));
                if !row.is_empty() {
                    return Ok(true);
                }
            },
        }
    }
}

/// UTF-8 if what is seen of it is, else GB18030, in which exports of Chinese consoles are. (Marks at the
/// beginning of the file overrule both.)
fn guess(start: &[u8]) -> &'static Encoding {
    match std::str::from_utf8(start) {
        Ok(_) => UTF_8,
        // The last character may be cut.
        Err(error) if error.error_len().is_none() => UTF_8,
        Err(_) => GB18030,
    }
}

/// As told, by the ending, or whichever of comma, semicolon and tab the header has most of; none: white space.
fn separator(mapping: Option<&Mapping>, path: &Path, header: &str) -> Option<u8> {
    match mapping.and_then(|mapping| mapping.separator.as_deref()) {
        Some("whitespace") => return None,
        Some(text) => return text.bytes().next(),
        None => {}
    }
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tsv")) {
        return Some(b'\t');
    }
    let times = |byte: u8| header.bytes().filter(|other| *other == byte).count();
    let most = [b',', b'\t', b';'].into_iter().max_by_key(|byte| times(*byte))?;
    (times(most) > 0 || !header.trim().contains(char::is_whitespace)).then_some(most)
}

struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows_of(name: &str, bytes: &[u8]) -> (StringRecord, Vec<Vec<String>>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let mut rows = Rows::open(&path, None).unwrap();
        let (mut row, mut all) = (StringRecord::new(), Vec::new());
        while rows.next(&mut row).unwrap() {
            all.push(row.iter().map(str::to_owned).collect());
        }
        (rows.header().clone(), all)
    }

    #[test]
    fn a_log_in_gb18030_with_line_ends_inside_quotes_is_read_as_it_was_meant() {
        let text = "时间,内容\n2026-11-20 21:03:11,\"第一行\n第二行\"\n";
        let (bytes, _, _) = GB18030.encode(text);
        let (header, rows) = rows_of("log.csv", &bytes);
        assert_eq!(header, vec!["时间", "内容"]);
        assert_eq!(rows, [["2026-11-20 21:03:11", "第一行\n第二行"]]);
        // The same in UTF-8, and in UTF-16 with its mark.
        assert_eq!(rows_of("log.csv", text.as_bytes()).1, rows);
        let wide: Vec<u8> =
            [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(rows_of("log.csv", &wide).1, rows);
    }

    #[test]
    fn the_separator_is_found_out() {
        assert_eq!(rows_of("a.csv", b"a;b\n1;2,5\n").1, [["1", "2,5"]]);
        assert_eq!(rows_of("a.txt", b"a\tb\n1 x\t2\n").1, [["1 x", "2"]]);
        assert_eq!(rows_of("a.txt", b"a  b\n 1   2\n\n").1, [["1", "2"]]);
    }
}
