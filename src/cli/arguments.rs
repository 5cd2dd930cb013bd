//! What may stand on the command line. Wrong use ends with exit code 2, which is clap's own.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

use crate::people::Role;

#[derive(Debug, Parser)]
#[command(name = "chalkbox", version, about = "A school's micro-server", max_term_width = 100)]
pub struct Arguments {
    /// The data folder; without it /var/lib/chalkbox, for `demo` target/demo-data
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The settings file; without it the defaults hold
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// One JSON object a line where something is listed
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the portal and the lessons until told to stop
    Serve {
        /// Where the portal answers, instead of the setting
        #[arg(long, value_name = "ADDR:PORT")]
        portal: Option<SocketAddr>,
        /// Where lessons answer, instead of the setting
        #[arg(long, value_name = "ADDR:PORT")]
        lessons: Option<SocketAddr>,
    },
    /// Serve the sample library at <http://localhost:8080>
    Demo {
        /// Begin with an empty box again
        #[arg(long)]
        fresh: bool,
        #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
        portal: SocketAddr,
        #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8081")]
        lessons: SocketAddr,
    },
    /// Put files or folders into the library
    Load {
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Use them where they are instead of copying them
        #[arg(long)]
        in_place: bool,
    },
    /// What is in the library
    Library {
        #[command(subcommand)]
        act: LibraryAct,
    },
    /// Who may do what
    People {
        #[command(subcommand)]
        act: PeopleAct,
    },
    /// What was used
    Usage {
        #[command(subcommand)]
        act: UsageAct,
    },
    /// The words of the box's pages
    Text {
        #[command(subcommand)]
        act: TextAct,
    },
    /// Look the box over and say in sentences what is well and what is not
    Doctor,
}

#[derive(Clone, Debug, PartialEq, Eq, Subcommand, Serialize, Deserialize)]
pub enum LibraryAct {
    /// One line a package
    List,
    /// Read every byte again and compare
    Check {
        /// Only this package
        name: Option<String>,
    },
    /// Take a package out of the library
    Remove { name: String },
}

#[derive(Clone, Debug, PartialEq, Eq, Subcommand, Serialize, Deserialize)]
pub enum PeopleAct {
    /// Make an account of the staff and print the code for its passphrase
    Add {
        /// Shown, and what they sign in with
        name: String,
        /// technician, head or teacher
        #[arg(long, value_parser = staff_role)]
        role: Role,
    },
    /// Take somebody's passphrase away and print the code for a new one
    Reset {
        /// What they sign in with
        name: String,
    },
    /// One line for each of the staff, and how many learners each class has
    List {
        /// Learners by name
        #[arg(long)]
        names: bool,
    },
}

fn staff_role(word: &str) -> Result<Role, String> {
    let role = word.parse::<Role>().ok().filter(|role| role.is_staff());
    role.ok_or_else(|| "a role is one of technician, head, teacher".into())
}

#[derive(Clone, Debug, PartialEq, Eq, Subcommand, Serialize, Deserialize)]
pub enum UsageAct {
    /// How much is in the journal
    Status,
    /// Print what was used
    Export {
        #[arg(long, value_enum)]
        format: ExportFormat,
        /// Of CSV: which table
        #[arg(long, value_enum, default_value_t = ExportTable::Visits)]
        what: ExportTable,
        /// Only what happened since then: 2026-11-24 (in the box's time zone) or 2026-11-24T09:00:00Z
        #[arg(long, value_name = "TIME")]
        since: Option<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub enum ExportFormat {
    Csv,
    /// xAPI statements, one a line
    Xapi,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub enum ExportTable {
    Visits,
    Events,
    Days,
    /// What each column means
    Dictionary,
}

#[derive(Clone, Debug, PartialEq, Eq, Subcommand, Serialize, Deserialize)]
pub enum TextAct {
    /// Write a sheet to translate: `text export ny.csv`
    Export {
        /// Named by the language: ny.csv; it is written there
        file: PathBuf,
        /// What the desks of staff say, instead of what pupils read
        #[arg(long)]
        desk: bool,
    },
    /// Take a translated sheet in; it shows at once
    Import {
        /// Named by the language: ny.csv, or ny.desk.csv
        file: PathBuf,
    },
}
