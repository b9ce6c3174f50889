//! `nightdesk serve`: the same in a browser, on this machine.
//!
//! The server answers on loopback only, to requests that name it (`guard`), and reads and writes only
//! under one folder (`folder`). It keeps nothing between requests: the page holds what was changed, and
//! every answer is computed from the scenario file and these changes, on the same nights.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `guard` | which requests are answered at all, and the headers of every answer |
//! | `folder` | files under the folder, and none outside it |
//! | `controls` | the fields and sliders of a scenario |
//! | `answer` | a scenario with changes, simulated |
//! | `beside` | two plans side by side |
//! | `search` | the cheapest staff, with its progress |
//! | `listen` | connections: how many, and how long they may take to say what they want |
//! | `save` | changes written into a copy of the file, its comments kept |
//! | `routes` | what each address does |
//! | `texts`, `page/` | what the page says, and the page |

mod answer;
mod beside;
mod controls;
mod folder;
mod guard;
mod listen;
mod routes;
mod save;
mod search;
mod texts;

use crate::language::Language;
use folder::Folder;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;

/// What to serve.
#[derive(Clone, Debug)]
pub struct Serving {
    /// All that is read and written is under it.
    pub folder: PathBuf,
    /// The scenario that the page opens, relative to the folder; none: the first there is.
    pub scenario: Option<String>,
    /// Where recordings are looked for after the scenario's own folder.
    pub data: Option<PathBuf>,
    /// On loopback; 0: any that is free.
    pub port: u16,
    /// What the page is in unless the reader chooses.
    pub language: Language,
}

/// Serves until the process ends; `ready` is told the address first.
///
/// # Errors
/// If the folder cannot be read or the port is taken.
pub fn serve(serving: &Serving, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let folder = Folder::at(&serving.folder)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, serving.port))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let desk = routes::Desk {
            folder,
            scenario: serving.scenario.clone(),
            data: serving.data.clone(),
            language: serving.language,
        };
        ready(address);
        listen::listen(listener, routes::router(desk, address.port())).await
    })
}
