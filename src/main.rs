//! The command line of Chalkbox.

fn main() -> std::process::ExitCode {
    chalkbox::cli::run()
}
