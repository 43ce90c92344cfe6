//! The steps of each command, in order.

use crate::plan::Step;
use crate::tools::Tool;
use crate::{contract, helm, openapi, rust, web};

const INSTALL: Step = Step {
    name: "web-install",
    title: "install the packages of web/package-lock.json",
    needs: &[],
    tools: &[Tool::Node],
    stops: true,
    remedy: "Is the npm registry reachable, and does web/package-lock.json fit web/package.json?",
    run: web::install,
};

const PROVIDER_INSTALL: Step = Step {
    name: "oidc-install",
    title: "install the packages of tests/oidc/package-lock.json",
    needs: &[],
    tools: &[Tool::Node],
    stops: true,
    remedy: "Is the npm registry reachable, and does the lock file fit tests/oidc/package.json?",
    run: web::install_provider,
};

const RECEIVER_INSTALL: Step = Step {
    name: "webhooks-install",
    title: "install the packages of tests/webhooks/package-lock.json",
    needs: &[],
    tools: &[Tool::Node],
    stops: true,
    remedy: "Is the npm registry reachable, and does the lock file fit tests/webhooks/package.json?",
    run: web::install_receiver,
};

const EXAMPLES_INSTALL: Step = Step {
    name: "examples-install",
    title: "install the packages of docs/examples/package-lock.json",
    needs: &[],
    tools: &[Tool::Node],
    stops: true,
    remedy: "Is the npm registry reachable, and does the lock file fit docs/examples/package.json?",
    run: web::install_examples,
};

const WEB_BUILD: Step = Step {
    name: "web-build",
    title: "build the pages, the desk, the widget and the client for partners",
    needs: &["web-install"],
    tools: &[Tool::Node],
    stops: true,
    remedy: "Try it alone: cd web && npm run build",
    run: web::build,
};

const FORMAT: Step = Step {
    name: "format",
    title: "formatting of the Rust code",
    needs: &[],
    tools: &[],
    stops: false,
    remedy: "cargo fmt --all",
    run: rust::format,
};

const CLIPPY: Step = Step {
    name: "clippy",
    title: "lints of the Rust code",
    needs: &[],
    tools: &[],
    stops: false,
    remedy: "cargo clippy --workspace --all-targets",
    run: rust::lints,
};

const BUILD: Step = Step {
    name: "build",
    title: "build the binary and the tests",
    needs: &[],
    tools: &[],
    stops: true,
    remedy: "cargo build --workspace --bins --tests",
    run: rust::build,
};

/// `cargo xtask test`.
pub(crate) static ALL: &[Step] = &[
    INSTALL,
    PROVIDER_INSTALL,
    RECEIVER_INSTALL,
    EXAMPLES_INSTALL,
    WEB_BUILD,
    FORMAT,
    Step {
        name: "spelling",
        title: "spelling of code and documents",
        needs: &[],
        tools: &[Tool::Typos],
        stops: false,
        remedy: "Correct the word, or add it to _typos.toml if it is right.",
        run: rust::spelling,
    },
    Step {
        name: "licences",
        title: "licences, bans, sources and advisories of Rust crates",
        needs: &[],
        tools: &[Tool::Deny],
        stops: false,
        remedy: "deny.toml says what may come in; a new exception needs a reason.",
        run: rust::licences,
    },
    Step {
        name: "web-audit",
        title: "advisories of web packages",
        needs: &["web-install"],
        tools: &[Tool::Node],
        stops: false,
        remedy: "cd web && npm audit --omit=dev",
        run: web::audit,
    },
    CLIPPY,
    BUILD,
    Step {
        name: "generated",
        title: "generated files are what the code generates",
        needs: &["web-install", "build"],
        tools: &[Tool::Node],
        stops: false,
        remedy: "cargo xtask openapi, then commit the result.",
        run: openapi::check,
    },
    Step {
        name: "rust",
        title: "Rust tests on SQLite, PostgreSQL and NATS",
        needs: &["web-build", "oidc-install", "webhooks-install", "build"],
        tools: &[Tool::Nextest, Tool::Postgres, Tool::Nats, Tool::Node],
        stops: false,
        remedy: "One test alone: cargo nextest run NAME (those on PostgreSQL by cargo xtask test --only rust).",
        run: rust::tests,
    },
    Step {
        name: "web-check",
        title: "types, lints and unit tests of web/",
        needs: &["web-install"],
        tools: &[Tool::Node],
        stops: false,
        remedy: "cd web && npm run check",
        run: web::check,
    },
    Step {
        name: "openapi-lint",
        title: "lint of the OpenAPI documents",
        needs: &["web-install"],
        tools: &[Tool::Node],
        stops: false,
        remedy: "cd web && npx redocly lint --config ../openapi/redocly.yaml ../openapi/{public,staff,partner}.json",
        run: web::lint_openapi,
    },
    Step {
        name: "compatible",
        title: "the API for partners breaks nothing that was released",
        needs: &["web-install"],
        tools: &[Tool::Node],
        stops: false,
        remedy: "docs/partner/changes.md says what is promised: add something new beside the old.",
        run: web::compatible,
    },
    Step {
        name: "examples",
        title: "the quick start and the examples for partners",
        needs: &["web-build", "examples-install", "build"],
        tools: &[Tool::Node],
        stops: false,
        remedy: "One alone: node --test --test-name-pattern=school tests/examples/examples.test.mjs",
        run: web::examples,
    },
    Step {
        name: "helm",
        title: "the Helm chart and the container file",
        needs: &[],
        tools: &[Tool::Node, Tool::Python],
        stops: false,
        remedy: "After a new setting: python3 helm/tests/run.py --write, and commit the result.",
        run: helm::check,
    },
    Step {
        name: "contract",
        title: "answers of a running server are what its OpenAPI documents declare",
        needs: &["build"],
        tools: &[Tool::Postgres, Tool::Python],
        stops: false,
        remedy: "Each failure ends with the request to repeat it. tests/openapi/run.py --help tells more.",
        run: contract::check,
    },
    Step {
        name: "browser",
        title: "journeys in Chromium",
        needs: &["web-build", "oidc-install", "build"],
        tools: &[Tool::Node, Tool::Chromium],
        stops: false,
        remedy: "The screenshots show the page as it was; their folder is named above.",
        run: web::browser,
    },
];

/// `cargo xtask check`.
pub(crate) static QUICK: &[Step] = &[
    FORMAT,
    CLIPPY,
    Step {
        name: "quick-tests",
        title: "Rust tests that need no server",
        needs: &[],
        tools: &[Tool::Nextest],
        stops: false,
        remedy: "One test alone: cargo nextest run NAME",
        run: rust::quick_tests,
    },
];

/// `cargo xtask openapi`.
pub(crate) static REGENERATE: &[Step] = &[
    INSTALL,
    BUILD,
    Step {
        name: "generate",
        title: "write openapi/ and the types of web/",
        needs: &[],
        tools: &[Tool::Node],
        stops: false,
        remedy: "Try it alone: veiviser openapi --dir openapi && (cd web && npm run generate)",
        run: openapi::write,
    },
];
