//! Where things are: the checkout, the build folder, the tools, and the room left on the disk.
#![expect(
    clippy::disallowed_methods,
    reason = "the one file of xtask that reads the environment"
)]

use std::env;
use std::ffi::OsString;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Paths every step works with.
pub(crate) struct Workshop {
    pub(crate) root: PathBuf,
    /// Cargo's build folder.
    pub(crate) target: PathBuf,
    /// Tools installed for this project alone, kept between runs and clones.
    pub(crate) tools: PathBuf,
    search_path: OsString,
}

impl Workshop {
    pub(crate) fn find() -> Result<Self> {
        // As cargo says now, not as it said at the build: two clones may share a folder of builds.
        let manifest = env::var_os("CARGO_MANIFEST_DIR").context("start xtask by cargo")?;
        let root = Path::new(&manifest)
            .parent()
            .context("xtask has no parent folder")?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        let tools = cache_folder(&target).join("tools");
        let mut paths = vec![tools.join("bin")];
        if let Some(path) = env::var_os("PATH") {
            paths.extend(env::split_paths(&path));
        }
        let search_path = env::join_paths(paths).context("PATH holds an unusable folder")?;
        Ok(Self {
            root,
            target,
            tools,
            search_path,
        })
    }

    /// A command that runs at the root of the checkout and finds the project's own tools first.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.root)
            .env("PATH", &self.search_path)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never")
            .env("NO_COLOR", "1")
            .env_remove("FORCE_COLOR");
        command
    }

    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("cargo");
        command.args(arguments);
        command
    }

    /// A command in `web/`.
    pub(crate) fn npm(&self, arguments: &[&str]) -> Command {
        self.npm_in(&self.web(), arguments)
    }

    /// A command in a folder with packages of its own.
    pub(crate) fn npm_in(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = self.command("npm");
        command
            .args(arguments)
            .current_dir(folder)
            .env("NPM_CONFIG_LOGLEVEL", "error");
        command
    }

    pub(crate) fn web(&self) -> PathBuf {
        self.root.join("web")
    }

    /// The binary of the dev build.
    pub(crate) fn binary(&self) -> PathBuf {
        self.target.join("debug").join("veiviser")
    }

    /// The binary of the release build.
    pub(crate) fn release_binary(&self) -> PathBuf {
        self.target.join("release").join("veiviser")
    }

    /// Logs, screenshots and other leftovers of a run.
    pub(crate) fn output(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The first program of that name on the search path.
    pub(crate) fn which(&self, program: &str) -> Option<PathBuf> {
        env::split_paths(&self.search_path)
            .map(|folder| folder.join(program))
            .find(|path| path.is_file())
    }

    /// Fails with what is free and what is needed when a build would fill the disk.
    pub(crate) fn require_room(&self) -> Result<()> {
        let built = self.binary().is_file();
        let needed_mb = if built { 1_000 } else { 6_000 };
        std::fs::create_dir_all(&self.target).with_context(|| {
            format!("the build folder {} cannot be made", self.target.display())
        })?;
        let Some(free_mb) = free_mb(&self.target) else {
            return Ok(());
        };
        if free_mb < needed_mb {
            bail!(
                "the disk is nearly full: {free_mb} MB free for {}, a build needs {needed_mb} MB. \
                 Free some room, or set CARGO_TARGET_DIR to a folder on another disk",
                self.target.display()
            );
        }
        Ok(())
    }
}

/// A TCP port nobody listens on at this moment.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

fn cache_folder(target: &Path) -> PathBuf {
    if let Some(cache) = env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()) {
        return PathBuf::from(cache).join("veiviser");
    }
    match env::home_dir() {
        Some(home) => home.join(".cache").join("veiviser"),
        None => target.join("veiviser"),
    }
}

fn free_mb(folder: &Path) -> Option<u64> {
    let output = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let free_kb: u64 = text
        .lines()
        .nth(1)?
        .split_whitespace()
        .nth(3)?
        .parse()
        .ok()?;
    Some(free_kb / 1024)
}
