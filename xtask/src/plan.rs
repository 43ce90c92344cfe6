//! Chooses steps, carries them out in order and tells how it went.

use anyhow::{Result, bail};

use crate::counts::Counts;
use crate::journal::{Journal, spell_time};
use crate::tools::{self, Tool};
use crate::workshop::Workshop;

/// One named piece of work.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    /// Names of the steps whose result this one uses.
    pub(crate) needs: &'static [&'static str],
    pub(crate) tools: &'static [Tool],
    /// Whether the steps after it make no sense when it failed.
    pub(crate) stops: bool,
    /// What to do when it failed.
    pub(crate) remedy: &'static str,
    pub(crate) run: fn(&Workshop, &mut Journal) -> Result<()>,
}

/// Steps to carry out, with the tools they take.
pub(crate) struct Plan {
    steps: Vec<&'static Step>,
    tools: Vec<Tool>,
}

pub(crate) fn list(steps: &[Step]) {
    println!("{:14} install what is missing", "tools");
    for step in steps {
        println!("{:14} {}", step.name, step.title);
    }
}

/// The steps named in `only` and those they need, in the order of `steps`; all of them when `only` is empty.
pub(crate) fn choose(steps: &'static [Step], only: &[String]) -> Result<Plan> {
    if only.is_empty() {
        return Ok(with_tools(steps));
    }
    let mut wanted: Vec<&str> = Vec::new();
    let mut open: Vec<&str> = only
        .iter()
        .map(String::as_str)
        .filter(|name| *name != "tools")
        .collect();
    while let Some(name) = open.pop() {
        let Some(step) = steps.iter().find(|step| step.name == name) else {
            bail!("there is no step called {name}: see `cargo xtask test --list`");
        };
        if !wanted.contains(&name) {
            wanted.push(name);
            open.extend(step.needs);
        }
    }
    Ok(plan(
        steps
            .iter()
            .filter(|step| wanted.contains(&step.name))
            .collect(),
    ))
}

/// All of `steps`.
pub(crate) fn with_tools(steps: &'static [Step]) -> Plan {
    plan(steps.iter().collect())
}

fn plan(steps: Vec<&'static Step>) -> Plan {
    let mut tools: Vec<Tool> = steps.iter().flat_map(|step| step.tools).copied().collect();
    tools.sort_unstable();
    tools.dedup();
    Plan { steps, tools }
}

/// Carries the plan out and tells whether every step passed.
pub(crate) fn carry_out(workshop: &Workshop, plan: &Plan) -> Result<bool> {
    workshop.require_room()?;
    let started = std::time::Instant::now();
    let mut tally = Tally::default();
    let total = plan.steps.len() + 1;
    let mut journal = Journal::open(
        &workshop.output(),
        "tools",
        "install what is missing",
        &place(1, total),
    )?;
    let result = tools::provide(workshop, &mut journal, &plan.tools);
    let mut go_on = tally.close(
        journal,
        result,
        "Install by hand what the lines above name.",
    );
    for (number, step) in (2..).zip(&plan.steps) {
        if !go_on {
            tally.left_out.push(step.name);
            continue;
        }
        let mut journal = Journal::open(
            &workshop.output(),
            step.name,
            step.title,
            &place(number, total),
        )?;
        let result = (step.run)(workshop, &mut journal);
        go_on = tally.close(journal, result, step.remedy) || !step.stops;
    }
    tally.print(started.elapsed());
    Ok(tally.failed.is_empty())
}

fn place(number: usize, total: usize) -> String {
    format!("[{number:2}/{total}]")
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: Vec<String>,
    left_out: Vec<&'static str>,
    notes: Vec<String>,
    counts: Counts,
}

impl Tally {
    /// Ends a step on the screen and tells whether it passed.
    fn close(&mut self, journal: Journal, result: Result<()>, remedy: &str) -> bool {
        let took = spell_time(journal.elapsed());
        let log = journal.path().to_path_buf();
        let name = log
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        self.counts.add(journal.counts());
        let tail: Vec<String> = journal.tail().map(str::to_owned).collect();
        self.notes.extend(journal.into_notes());
        let Err(error) = result else {
            println!("   ok   {name} ({took})");
            self.passed += 1;
            return true;
        };
        for line in tail {
            println!("      | {line}");
        }
        println!("   FAILED {name} ({took}): {error:#}");
        println!("      {remedy}");
        println!("      The whole output is in {}", log.display());
        self.failed.push(name);
        false
    }

    fn print(&self, took: std::time::Duration) {
        println!();
        for note in &self.notes {
            println!("note: {note}");
        }
        if !self.left_out.is_empty() {
            println!(
                "not run, for want of what failed before: {}",
                self.left_out.join(", ")
            );
        }
        if !self.failed.is_empty() {
            println!("failed: {}", self.failed.join(", "));
        }
        let took = spell_time(took);
        println!(
            "steps: {} passed, {} failed, in {took}",
            self.passed,
            self.failed.len()
        );
        if self.counts != Counts::default() {
            println!(
                "tests: {} passed, {} failed",
                self.counts.passed, self.counts.failed
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, choose, with_tools};
    use crate::tools::Tool;

    static STEPS: &[Step] = &[
        step("a", &[]),
        step("b", &["a"]),
        step("c", &["b"]),
        step("d", &[]),
    ];

    const fn step(name: &'static str, needs: &'static [&'static str]) -> Step {
        Step {
            name,
            title: "",
            needs,
            tools: &[Tool::Nextest, Tool::Node],
            stops: false,
            remedy: "",
            run: |_, _| Ok(()),
        }
    }

    fn names(only: &[&str]) -> Vec<&'static str> {
        let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();
        let plan = choose(STEPS, &only).unwrap();
        plan.steps.iter().map(|step| step.name).collect()
    }

    #[test]
    fn a_chosen_step_brings_what_it_needs_in_order() {
        assert_eq!(names(&["c"]), ["a", "b", "c"]);
        assert_eq!(names(&["d", "b"]), ["a", "b", "d"]);
    }

    #[test]
    fn choosing_nothing_runs_everything() {
        assert_eq!(names(&[]), ["a", "b", "c", "d"]);
    }

    #[test]
    fn an_unknown_step_is_refused_by_name() {
        let refused = choose(STEPS, &["nope".to_owned()]).err().unwrap();
        assert!(refused.to_string().contains("no step called nope"));
    }

    #[test]
    fn each_tool_is_provided_once() {
        assert_eq!(with_tools(STEPS).tools, [Tool::Node, Tool::Nextest]);
    }
}
