//! What a session is recognised by: a kind of browser and of system, never the user agent itself.

/// Kinds of browsers; the last stands for all others.
pub(crate) const BROWSERS: &[&str] = &["edge", "opera", "firefox", "chromium", "safari", "other"];
/// Kinds of systems; the last stands for all others.
pub(crate) const SYSTEMS: &[&str] = &["android", "ios", "windows", "macos", "linux", "other"];

/// Marks in a user agent, the more telling first: most browsers name others beside themselves.
const BROWSER_MARKS: &[(&str, &str)] = &[
    ("Edg", "edge"),
    ("OPR/", "opera"),
    ("Firefox/", "firefox"),
    ("FxiOS/", "firefox"),
    ("Chrome/", "chromium"),
    ("CriOS/", "chromium"),
    ("Safari/", "safari"),
];
const SYSTEM_MARKS: &[(&str, &str)] = &[
    ("Android", "android"),
    ("iPhone", "ios"),
    ("iPad", "ios"),
    ("Windows", "windows"),
    ("Macintosh", "macos"),
    ("Linux", "linux"),
];

/// Where a session was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Device {
    pub(crate) browser: &'static str,
    pub(crate) system: &'static str,
}

impl Device {
    /// Reads a user agent.
    pub(crate) fn of(user_agent: &str) -> Self {
        let find = |marks: &[(&str, &'static str)]| {
            let found = marks.iter().find(|(mark, _)| user_agent.contains(mark));
            found.map_or("other", |(_, kind)| kind)
        };
        Self {
            browser: find(BROWSER_MARKS),
            system: find(SYSTEM_MARKS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_browsers_are_told_apart() {
        for (user_agent, browser, system) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 HeadlessChrome/140.0.0.0 Safari/537.36",
                "chromium",
                "linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "edge",
                "windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "safari",
                "ios",
            ),
            (
                "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
                "firefox",
                "android",
            ),
            ("curl/8.5.0", "other", "other"),
            ("", "other", "other"),
        ] {
            assert_eq!(
                Device::of(user_agent),
                Device { browser, system },
                "{user_agent}"
            );
            assert!(BROWSERS.contains(&browser) && SYSTEMS.contains(&system));
        }
    }
}
