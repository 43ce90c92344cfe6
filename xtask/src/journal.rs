//! Runs the commands of one step: shows that it moves, keeps the whole output in a file.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, PipeReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

use crate::counts::Counts;

const HEARTBEAT: Duration = Duration::from_secs(20);
const TAIL_LINES: usize = 60;

/// What one step did so far.
pub(crate) struct Journal {
    name: &'static str,
    bar: Option<ProgressBar>,
    log: File,
    path: PathBuf,
    started: Instant,
    last_shown: Instant,
    latest: String,
    tail: VecDeque<String>,
    streams: bool,
    notes: Vec<String>,
    counts: Counts,
}

/// How a command ended, with all it printed.
pub(crate) struct Finished {
    pub(crate) success: bool,
    pub(crate) text: String,
}

impl Journal {
    /// Opens the log `<folder>/<name>.log` and announces the step.
    pub(crate) fn open(
        folder: &Path,
        name: &'static str,
        title: &str,
        place: &str,
    ) -> Result<Self> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        let path = folder.join(format!("{name}.log"));
        let log =
            File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?;
        let bar = std::io::stdout().is_terminal().then(|| spinner(name));
        if bar.is_none() {
            println!("{place} {name}: {title}");
        }
        let now = Instant::now();
        Ok(Self {
            name,
            bar,
            log,
            path,
            started: now,
            last_shown: now,
            latest: String::new(),
            tail: VecDeque::new(),
            streams: false,
            notes: Vec::new(),
            counts: Counts::default(),
        })
    }

    /// From here on every line of output is shown: for test runners, whose lines say something.
    pub(crate) fn stream(&mut self) {
        self.streams = true;
    }

    /// Keeps a sentence for the end of the run: something was not checked, and why.
    pub(crate) fn note(&mut self, sentence: impl Into<String>) {
        self.notes
            .push(format!("{}: {}", self.name, sentence.into()));
    }

    /// Writes a line of the step's own.
    pub(crate) fn say(&mut self, line: &str) {
        self.take(line);
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    pub(crate) fn into_notes(self) -> Vec<String> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.notes
    }

    /// The last lines of output, or nothing if they were on the screen already.
    pub(crate) fn tail(&self) -> impl Iterator<Item = &str> {
        let hidden = !self.streams;
        self.tail.iter().filter(move |_| hidden).map(String::as_str)
    }

    /// Runs a command that must succeed.
    pub(crate) fn run(&mut self, command: &mut Command) -> Result<()> {
        let line = spelled(command);
        if self.try_run(command)?.success {
            return Ok(());
        }
        bail!("`{line}` failed")
    }

    /// Runs a command whose failure the caller judges.
    pub(crate) fn try_run(&mut self, command: &mut Command) -> Result<Finished> {
        let line = spelled(command);
        writeln!(self.log, "$ {line}")?;
        let (reader, writer) = std::io::pipe()?;
        command
            .stdin(Stdio::null())
            .stdout(writer.try_clone()?)
            .stderr(writer);
        let mut child = command
            .spawn()
            .with_context(|| format!("`{line}` cannot be started"))?;
        // Lets go of our ends of the pipe: it must close when the child does.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut text = String::new();
        self.follow(reader, &mut text);
        let success = child.wait()?.success();
        Ok(Finished { success, text })
    }

    fn follow(&mut self, reader: PipeReader, text: &mut String) {
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut reader = BufReader::new(reader);
                let mut bytes = Vec::new();
                while reader
                    .read_until(b'\n', &mut bytes)
                    .is_ok_and(|read| read > 0)
                {
                    let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
                    bytes.clear();
                    if sender.send(line).is_err() {
                        break;
                    }
                }
            });
            loop {
                match receiver.recv_timeout(HEARTBEAT) {
                    Ok(line) => {
                        text.push_str(&line);
                        text.push('\n');
                        self.take(&line);
                    }
                    Err(mpsc::RecvTimeoutError::Timeout) => self.beat(),
                    Err(mpsc::RecvTimeoutError::Disconnected) => break,
                }
            }
        });
    }

    fn take(&mut self, line: &str) {
        // A full disk must not hide the failure it causes: the line is still shown.
        let _ = writeln!(self.log, "{line}");
        self.counts.add(Counts::of_line(line));
        if self.tail.len() == TAIL_LINES {
            self.tail.pop_front();
        }
        self.tail.push_back(line.to_owned());
        if !line.trim().is_empty() {
            line.trim().clone_into(&mut self.latest);
        }
        match (&self.bar, self.streams) {
            (Some(bar), true) => bar.println(line),
            (Some(bar), false) => bar.set_message(self.latest.clone()),
            (None, true) => println!("{line}"),
            (None, false) => self.beat(),
        }
    }

    fn beat(&mut self) {
        if self.bar.is_none() && self.last_shown.elapsed() >= HEARTBEAT {
            self.last_shown = Instant::now();
            println!("      {}  {}", spell_time(self.elapsed()), self.latest);
        }
    }
}

/// A duration as people read it: `0.4 s`, `12 s`, `3 min 5 s`.
pub(crate) fn spell_time(time: Duration) -> String {
    match time.as_secs() {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        seconds @ 10..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

fn spelled(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

fn spinner(name: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {prefix} {elapsed} {wide_msg}");
    let bar = ProgressBar::new_spinner().with_prefix(name);
    bar.enable_steady_tick(Duration::from_millis(120));
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
