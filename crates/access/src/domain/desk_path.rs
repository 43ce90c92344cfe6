/// Characters of a path.
const LONGEST: usize = 200;

/// The path, if it leads to a page of the desk and nowhere else.
pub(crate) fn desk_path(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("/desk/")?;
    let is_plain = |part: &str| {
        part.chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    (text.len() <= LONGEST && rest.split('/').all(is_plain)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_out_of_the_desk() {
        for good in ["/desk/", "/desk/account", "/desk/centre/hours_2/a-b/"] {
            assert_eq!(desk_path(good), Some(good));
        }
        for bad in [
            "",
            "/",
            "/desk",
            "//desk/",
            "/desk/..",
            "/desk/?x",
            "/desk/\\evil",
            "/desk/%2e",
            "https://evil.example/desk/",
            "/desk/\r\nset-cookie",
            "/deskevil/",
        ] {
            assert_eq!(desk_path(bad), None, "{bad}");
        }
    }
}
