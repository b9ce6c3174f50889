//! Records in order, however many: what does not fit into memory is sorted on disk.
//!
//! Runs of at most a million records are sorted in memory and written to a temporary file each, then merged
//! while they are read. A log of fewer never touches the disk.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

/// Records of one run, some 70 bytes each.
const RUN: usize = 1 << 20;

/// Something small of a fixed size that belongs to a group; records of a group stand together in their order.
pub trait Record: Copy + Ord {
    /// Bytes on disk.
    const BYTES: usize;
    /// Writes it.
    fn pack(&self, out: &mut Vec<u8>);
    /// Reads what `pack` wrote.
    fn unpack(bytes: &[u8]) -> Self;
    /// Its group, e.g. its day.
    fn group(&self) -> i32;
}

/// Takes records in any order.
#[derive(Debug)]
pub struct Sorter<T> {
    run: usize,
    cases: Vec<T>,
    files: Vec<File>,
}

/// Where the records of one group lie.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    day: i32,
    first: u64,
    count: u64,
}

/// Records by group.
#[derive(Debug)]
pub struct Groups<T> {
    stretches: Vec<Stretch>,
    store: Store<T>,
}

#[derive(Debug)]
enum Store<T> {
    Memory(Vec<T>),
    Disk(File),
}

impl<T: Record> Default for Sorter<T> {
    fn default() -> Sorter<T> {
        Sorter::with_runs_of(RUN)
    }
}

impl<T> Default for Groups<T> {
    fn default() -> Groups<T> {
        Groups { stretches: Vec::new(), store: Store::Memory(Vec::new()) }
    }
}

impl<T: Record> Sorter<T> {
    fn with_runs_of(run: usize) -> Sorter<T> {
        Sorter { run, cases: Vec::new(), files: Vec::new() }
    }

    /// Adds a record.
    ///
    /// # Errors
    /// If the temporary folder cannot be written.
    pub fn push(&mut self, case: T) -> io::Result<()> {
        self.cases.push(case);
        if self.cases.len() < self.run {
            return Ok(());
        }
        self.cases.sort_unstable();
        let mut file = tempfile::tempfile()?;
        write_cases(&mut file, self.cases.drain(..))?;
        self.files.push(file);
        Ok(())
    }

    /// All records by group; of records that are the same to the last column but one is kept, and `doubled` called
    /// for each other.
    ///
    /// # Errors
    /// If the temporary folder cannot be written or read.
    pub fn finish(mut self, mut doubled: impl FnMut(&T)) -> io::Result<Groups<T>> {
        self.cases.sort_unstable();
        if self.files.is_empty() {
            let mut kept: Vec<T> = Vec::with_capacity(self.cases.len());
            for case in self.cases {
                match kept.last() == Some(&case) {
                    true => doubled(&case),
                    false => kept.push(case),
                }
            }
            return Ok(Groups { stretches: stretches(kept.iter()), store: Store::Memory(kept) });
        }
        let mut last = tempfile::tempfile()?;
        write_cases(&mut last, self.cases.drain(..))?;
        self.files.push(last);
        merge(self.files, doubled)
    }
}

impl<T: Record> Groups<T> {
    /// The groups that have records, in order.
    pub fn groups(&self) -> impl Iterator<Item = i32> + '_ {
        self.stretches.iter().map(|stretch| stretch.day)
    }

    /// How many records.
    pub fn len(&self) -> u64 {
        self.stretches.iter().map(|stretch| stretch.count).sum()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    /// The records of a group, in order.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub fn of(&self, day: i32) -> io::Result<Vec<T>> {
        let Ok(place) = self.stretches.binary_search_by_key(&day, |stretch| stretch.day) else {
            return Ok(Vec::new());
        };
        let Stretch { first, count, .. } = self.stretches[place];
        match &self.store {
            Store::Memory(cases) => Ok(cases[first as usize..(first + count) as usize].to_vec()),
            Store::Disk(file) => {
                let mut file = file;
                file.seek(SeekFrom::Start(first * T::BYTES as u64))?;
                let mut bytes = vec![0; count as usize * T::BYTES];
                file.read_exact(&mut bytes)?;
                Ok(bytes.chunks_exact(T::BYTES).map(T::unpack).collect())
            }
        }
    }
}

fn write_cases<T: Record>(file: &mut File, cases: impl Iterator<Item = T>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 18, &mut *file);
    let mut bytes = Vec::with_capacity(T::BYTES);
    for case in cases {
        bytes.clear();
        case.pack(&mut bytes);
        out.write_all(&bytes)?;
    }
    out.flush()?;
    drop(out);
    file.seek(SeekFrom::Start(0))?;
    Ok(())
}

fn merge<T: Record>(files: Vec<File>, mut doubled: impl FnMut(&T)) -> io::Result<Groups<T>> {
    let mut readers: Vec<BufReader<File>> =
        files.into_iter().map(|file| BufReader::with_capacity(1 << 18, file)).collect();
    let mut heads = BinaryHeap::new();
    for (number, reader) in readers.iter_mut().enumerate() {
        heads.extend(next::<T>(reader)?.map(|case| Reverse((case, number))));
    }
    let mut merged = tempfile::tempfile()?;
    let mut out = BufWriter::with_capacity(1 << 18, &mut merged);
    let (mut bytes, mut last, mut index, mut list) = (Vec::new(), None, 0, Vec::<Stretch>::new());
    while let Some(Reverse((case, number))) = heads.pop() {
        heads.extend(next(&mut readers[number])?.map(|case| Reverse((case, number))));
        if last == Some(case) {
            doubled(&case);
            continue;
        }
        last = Some(case);
        bytes.clear();
        case.pack(&mut bytes);
        out.write_all(&bytes)?;
        match list.last_mut() {
            Some(stretch) if stretch.day == case.group() => stretch.count += 1,
            _ => list.push(Stretch { day: case.group(), first: index, count: 1 }),
        }
        index += 1;
    }
    out.flush()?;
    drop(out);
    Ok(Groups { stretches: list, store: Store::Disk(merged) })
}

fn next<T: Record>(reader: &mut BufReader<File>) -> io::Result<Option<T>> {
    let mut bytes = vec![0; T::BYTES];
    match reader.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(T::unpack(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn stretches<'a, T: Record + 'a>(cases: impl Iterator<Item = &'a T>) -> Vec<Stretch> {
    let mut list: Vec<Stretch> = Vec::new();
    for (index, case) in cases.enumerate() {
        match list.last_mut() {
            Some(stretch) if stretch.day == case.group() => stretch.count += 1,
            _ => list.push(Stretch { day: case.group(), first: index as u64, count: 1 }),
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::super::case::{Case, DAY};
    use super::*;

    /// Numbers without order: a full cycle modulo a prime.
    fn shuffled() -> impl Iterator<Item = Case> {
        (0..1009_i64).map(|i| Case { at: i * 400 % 1009 * (DAY / 100), ..Case::default() })
    }

    fn sorted(run: usize) -> (Vec<(i32, Vec<Case>)>, usize) {
        let mut sorter = Sorter::with_runs_of(run);
        shuffled().chain(shuffled().take(7)).for_each(|case| sorter.push(case).unwrap());
        let mut twice = 0;
        let days = sorter.finish(|_| twice += 1).unwrap();
        let all: Vec<i32> = days.groups().collect();
        (all.into_iter().map(|day| (day, days.of(day).unwrap())).collect(), twice)
    }

    #[test]
    fn what_is_sorted_on_disk_is_what_is_sorted_in_memory() {
        let (memory, twice) = sorted(1 << 20);
        assert_eq!(sorted(100), (memory.clone(), twice));
        assert_eq!(twice, 7);
        let flat: Vec<i64> = memory.iter().flat_map(|(_, cases)| cases).map(|case| case.at).collect();
        assert!(flat.is_sorted() && flat.len() == 1009);
        assert!(memory.iter().all(|(day, cases)| cases.iter().all(|case| case.day() == *day)));
    }
}
