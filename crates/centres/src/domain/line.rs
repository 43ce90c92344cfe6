//! Names and other text of one line.

/// The text without blanks around it.
///
/// # Errors
/// Why it is no such text: empty, too long in characters, or with control characters.
pub(crate) fn line(text: &str, limit: usize) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("must not be empty".to_owned());
    }
    if text.chars().count() > limit {
        return Err(format!("must be at most {limit} characters"));
    }
    if text.chars().any(char::is_control) {
        return Err("must be one line of text".to_owned());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_bounded_and_one_line() {
        assert_eq!(line(" Karriere Oslo ", 20).as_deref(), Ok("Karriere Oslo"));
        assert!(line(" \t ", 20).is_err());
        assert!(line("a\nb", 20).is_err());
        assert!(line(&"æ".repeat(20), 20).is_ok());
        assert!(line(&"æ".repeat(21), 20).is_err());
    }
}
