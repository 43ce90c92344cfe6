use kernel::{InvitationId, Language, Scope};
use platform::{Ctx, Pii, draw_key, filled, hash_key, jobs::JobError, mail::Mail};

use super::invite::ToSend;
use crate::{
    api::Parts,
    domain::{Invitation, LIFETIME},
    store,
};

/// Characters of a token: 260 random bits.
const TOKEN_LENGTH: usize = 52;

/// Sends the mail of an invitation. The link is made here, so that no job and no table holds it; each try
/// makes a new one.
pub(crate) async fn send_invitation(
    ctx: &Ctx,
    parts: &Parts,
    payload: &str,
) -> Result<(), JobError> {
    let ToSend { invitation_id } = serde_json::from_str(payload)
        .map_err(|_unreadable| JobError::Fail("unreadable payload"))?;
    let token = draw_key(ctx.sources(), TOKEN_LENGTH);
    let Some(invitation) = renew(ctx, invitation_id, &token).await? else {
        return Ok(());
    };
    let centre = parts.directory.centre_name(invitation.centre);
    let centre = centre.unwrap_or_default();
    let link = parts.addresses.invitation(&token);
    parts.mailer.send(mail(&invitation, &centre, &link)).await?;
    let tx = ctx.database().write(Scope::System).await?;
    store::invitation::set_sent(&tx, invitation_id, Some(ctx.now)).await?;
    Ok(tx.commit().await?)
}

/// Gives the invitation its new token; none if it is accepted or revoked meanwhile.
async fn renew(
    ctx: &Ctx,
    id: InvitationId,
    token: &str,
) -> Result<Option<Invitation>, platform::Fault> {
    let tx = ctx.database().write(Scope::System).await?;
    let is_there =
        store::invitation::set_token(&tx, id, &hash_key(token), ctx.now + LIFETIME).await?;
    let invitation = if is_there {
        store::invitation::find_any(&tx, id).await?
    } else {
        None
    };
    tx.commit().await?;
    Ok(invitation)
}

fn mail(invitation: &Invitation, centre: &str, link: &str) -> Mail {
    let invitee = &invitation.invitee;
    let language = invitee.language;
    let days = LIFETIME.num_days().to_string();
    let values = [
        ("name", invitee.name.expose().as_str()),
        ("centre", centre),
        ("days", days.as_str()),
    ];
    let say = |part: &str| filled(language, &format!("mail.invitation.{part}"), &values);
    let paragraphs = [say("greeting"), say("body"), say("expiry"), say("ignore")];
    let action = say("action");
    Mail {
        to: Pii::new(invitee.email.expose().to_owned()),
        subject: say("subject"),
        html: Pii::new(page(language, &paragraphs, (&action, link))),
        text: Pii::new(plain(&paragraphs, (&action, link))),
    }
}

fn plain(paragraphs: &[String; 4], (action, link): (&str, &str)) -> String {
    let [greeting, body, expiry, ignore] = paragraphs;
    format!("{greeting}\n\n{body}\n\n{action}: {link}\n\n{expiry}\n\n{ignore}\n")
}

fn page(language: Language, paragraphs: &[String; 4], (action, link): (&str, &str)) -> String {
    let [greeting, body, expiry, ignore] = paragraphs.each_ref().map(|text| escaped(text));
    let (action, link) = (escaped(action), escaped(link));
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"></head>\
         <body style=\"font:16px/1.5 sans-serif;color:#1e2b3c;max-width:36rem\">\
         <p>{greeting}</p><p>{body}</p>\
         <p><a href=\"{link}\" style=\"display:inline-block;padding:12px 20px;border-radius:4px;\
         background:#0062ba;color:#fff\">{action}</a></p>\
         <p>{link}</p><p>{expiry}</p><p>{ignore}</p></body></html>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_write_into_the_page() {
        let paragraphs = ["<b>Kari</b>", "a & b", "", ""].map(str::to_owned);
        let page = page(Language::Nb, &paragraphs, ("Ja", "https://x.example/#A\"B"));
        assert!(page.contains("&lt;b&gt;Kari&lt;/b&gt;"), "{page}");
        assert!(
            page.contains("a &amp; b") && page.contains("#A&quot;B"),
            "{page}"
        );
    }
}
