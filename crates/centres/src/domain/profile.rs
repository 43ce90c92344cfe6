//! What a centre tells of itself, and what it has switched on.

use std::collections::BTreeSet;

use kernel::{Channel, Language};
use serde::{Deserialize, Serialize};

use super::{Texts, line, paragraphs};

/// Characters of a centre's name, in each language.
pub(crate) const NAME: usize = 120;
/// Characters of a description or of how to reach the centre, in each language.
const TEXT: usize = 1000;
/// Characters of what stands for the logo where it is not seen.
const ALT: usize = 200;
/// Characters of an e-mail address (RFC 5321) and of a web address.
const EMAIL: usize = 254;
const WEBSITE: usize = 300;

/// A part of the service that a centre can switch off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Module {
    /// Written talks.
    Chat,
    /// Calls to the service.
    Phone,
    /// Calls by the service.
    Callback,
    /// Seen and spoken talks.
    Video,
    /// Meetings booked ahead.
    Appointments,
    /// Articles, phrases and links.
    Library,
}

impl Module {
    /// Every module, in the order of declaration.
    pub const ALL: &'static [Self] = &[
        Self::Chat,
        Self::Phone,
        Self::Callback,
        Self::Video,
        Self::Appointments,
        Self::Library,
    ];

    /// The channel that closes with the module.
    pub const fn channel(self) -> Option<Channel> {
        match self {
            Self::Chat => Some(Channel::Chat),
            Self::Phone => Some(Channel::Phone),
            Self::Callback => Some(Channel::Callback),
            Self::Video => Some(Channel::Video),
            Self::Appointments => Some(Channel::Appointment),
            Self::Library => None,
        }
    }
}

/// What a centre tells of itself beside its name. All of it is public but `closed_days_seen`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Its name where a language has another than the common one.
    pub names: Texts,
    /// What it does, in short.
    pub description: Texts,
    /// How to reach it, in words.
    pub reach: Texts,
    /// As it is dialled and read.
    pub telephone: Option<String>,
    /// Its own address, of no person.
    pub email: Option<String>,
    /// Begins with `https://` or `http://`.
    pub website: Option<String>,
    /// What stands for the logo where it is not seen; the name where there is none.
    pub logo_alt: Texts,
    /// What is switched off.
    pub modules_off: BTreeSet<Module>,
    /// The last year whose national closed days somebody of the centre has seen.
    pub closed_days_seen: Option<i32>,
}

/// A field of the profile that breaks a rule, and why.
pub(crate) type FieldFault = (String, String);

impl Profile {
    /// The channels that are switched off.
    pub fn channels_off(&self) -> impl Iterator<Item = Channel> {
        self.modules_off
            .iter()
            .filter_map(|module| module.channel())
    }

    /// The profile as it is kept, trimmed, or the first field that breaks a rule.
    pub(crate) fn checked(self) -> Result<Self, FieldFault> {
        let whole = |text: &str| paragraphs(text, TEXT);
        Ok(Self {
            names: each("names", &self.names, |text| line(text, NAME))?,
            description: main_first("description", &self.description, whole)?,
            reach: main_first("reach", &self.reach, whole)?,
            telephone: optional(self.telephone, "telephone", telephone)?,
            email: optional(self.email, "email", email)?,
            website: optional(self.website, "website", website)?,
            logo_alt: each("logo_alt", &self.logo_alt, |text| line(text, ALT))?,
            modules_off: self.modules_off,
            closed_days_seen: self.closed_days_seen,
        })
    }
}

/// Each text by the rule.
pub(crate) fn each(
    field: &str,
    texts: &Texts,
    rule: impl Fn(&str) -> Result<String, String>,
) -> Result<Texts, FieldFault> {
    let given = Language::ALL
        .iter()
        .filter_map(|language| Some((*language, texts.exact(*language)?)));
    given
        .map(|(language, text)| match rule(text) {
            Ok(text) => Ok((language, text)),
            Err(why) => Err((format!("{field}.{language}"), why)),
        })
        .collect::<Result<Vec<_>, _>>()
        .map(Texts::from_iter)
}

/// Texts that are not there in Norwegian would leave most readers without.
pub(crate) fn main_first(
    field: &str,
    texts: &Texts,
    rule: impl Fn(&str) -> Result<String, String>,
) -> Result<Texts, FieldFault> {
    let texts = each(field, texts, rule)?;
    let main = [Language::Nb, Language::Nn];
    if texts.is_empty() || main.iter().any(|one| texts.exact(*one).is_some()) {
        return Ok(texts);
    }
    let why = "is needed in bokmål or nynorsk where another language has it";
    Err((format!("{field}.nb"), why.to_owned()))
}

fn optional(
    value: Option<String>,
    field: &str,
    rule: impl Fn(&str) -> Result<String, String>,
) -> Result<Option<String>, FieldFault> {
    let value = value.filter(|text| !text.trim().is_empty());
    let value = value.map(|text| rule(&text).map_err(|why| (field.to_owned(), why)));
    value.transpose()
}

fn telephone(text: &str) -> Result<String, String> {
    let text = line(text, 30)?;
    let (rest, lengths) = match text.strip_prefix('+') {
        Some(rest) => (rest, 7..=15),
        None => (text.as_str(), 8..=8),
    };
    let is_written_so = rest.chars().all(|c| c.is_ascii_digit() || c == ' ');
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    if is_written_so && lengths.contains(&digits) {
        return Ok(text);
    }
    Err("must be 8 digits, or + and the country's code with 7 to 15 digits in all".to_owned())
}

fn email(text: &str) -> Result<String, String> {
    let text = line(text, EMAIL)?;
    let is_address = text.split_once('@').is_some_and(|(local, domain)| {
        let named = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
        let dotted = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
        named(local) && named(domain) && !domain.contains('@') && dotted
    });
    if is_address {
        return Ok(text);
    }
    Err("must be an e-mail address".to_owned())
}

fn website(text: &str) -> Result<String, String> {
    let text = line(text, WEBSITE)?;
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    let is_host = host.is_some_and(|host| {
        let known = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
        host.contains('.') && host.chars().all(known)
    });
    let has_blank = text.contains(char::is_whitespace);
    if is_host && !has_blank && !text.contains(['<', '>', '"', '\'', '\\']) {
        return Ok(text);
    }
    Err("must be a web address that begins with https://".to_owned())
}

/// Bytes a logo may have.
pub const LARGEST_LOGO: usize = 256 * 1024;

/// What a logo is, told by its first bytes: what the sender says counts for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageKind {
    /// Portable Network Graphics.
    Png,
    /// Joint Photographic Experts Group.
    Jpeg,
    /// `WebP`.
    WebP,
}

impl ImageKind {
    /// The kind of an image; none for what is not one of these.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let riff = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
        match bytes {
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            _ => riff.then_some(Self::WebP),
        }
    }

    /// The media type it is served with, and kept under.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }

    /// The kind of a media type.
    pub(crate) fn from_media_type(word: &str) -> Option<Self> {
        [Self::Png, Self::Jpeg, Self::WebP]
            .into_iter()
            .find(|kind| kind.media_type() == word)
    }
}

/// A logo without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoMark {
    /// What it is.
    pub kind: ImageKind,
    /// Changes with its bytes; part of the address it is fetched by.
    pub tag: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(profile: Profile) -> String {
        profile.checked().unwrap_err().0
    }

    fn texts(language: Language, text: &str) -> Texts {
        [(language, text)].into_iter().collect()
    }

    #[test]
    fn a_profile_is_trimmed_and_blank_contact_is_none() {
        let profile = Profile {
            description: texts(Language::Nb, "  Vi hjelper.\n\nGratis.  "),
            telephone: Some(" +47 55 00 00 00 ".to_owned()),
            email: Some(" ".to_owned()),
            website: Some("https://karriere.no/oslo".to_owned()),
            ..Profile::default()
        };
        let kept = profile.checked().unwrap();
        let told = kept.description.get(Language::Se);
        assert_eq!(told, Some("Vi hjelper.\n\nGratis."));
        assert_eq!(kept.telephone.as_deref(), Some("+47 55 00 00 00"));
        assert_eq!(kept.email, None);
    }

    #[test]
    fn a_text_without_norwegian_is_refused_but_a_name_may_stand_alone() {
        let described = Profile {
            description: texts(Language::En, "We help."),
            ..Profile::default()
        };
        assert_eq!(fault(described), "description.nb");
        let named = Profile {
            names: texts(Language::En, "Careers Oslo"),
            ..Profile::default()
        };
        assert!(named.checked().is_ok());
    }

    #[test]
    fn contact_that_cannot_be_used_is_refused() {
        for wrong in [
            "12",
            "1234567",
            "123456789",
            "ring oss",
            "+47 55\0",
            "+1234567890123456",
        ] {
            let telephone = Some(wrong.to_owned());
            let profile = Profile {
                telephone,
                ..Profile::default()
            };
            assert_eq!(fault(profile), "telephone", "{wrong}");
        }
        for wrong in ["a", "a@b", "a b@c.no", "a@b@c.no", "a@.no"] {
            let email = Some(wrong.to_owned());
            let profile = Profile {
                email,
                ..Profile::default()
            };
            assert_eq!(fault(profile), "email", "{wrong}");
        }
        for wrong in [
            "javascript:alert(1)",
            "karriere.no",
            "https://",
            "https://a b.no",
            "https://x\"y.no",
        ] {
            let website = Some(wrong.to_owned());
            let profile = Profile {
                website,
                ..Profile::default()
            };
            assert_eq!(fault(profile), "website", "{wrong}");
        }
    }

    #[test]
    fn an_image_is_what_its_first_bytes_say() {
        let known = [
            (&b"\x89PNG\r\n\x1a\n...."[..], Some(ImageKind::Png)),
            (b"\xff\xd8\xff\xe0JFIF", Some(ImageKind::Jpeg)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some(ImageKind::WebP)),
            (b"RIFF\0\0\0\0WAVE", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
            (b"", None),
        ];
        for (bytes, kind) in known {
            assert_eq!(ImageKind::of(bytes), kind);
        }
    }

    #[test]
    fn every_channel_is_switched_by_one_module() {
        let switched: Vec<_> = Module::ALL.iter().filter_map(|one| one.channel()).collect();
        assert_eq!(switched, Channel::ALL);
    }
}
