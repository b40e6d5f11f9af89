//! Access tokens.
//!
//! Parameters come in the query, as a form or as multipart, by client. A refresh token is never kept: what is
//! remembered of it is a number that tells it from others.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasher;
use std::time::{Duration, SystemTime};

use bulkwrite_core::Basis;
use bytes::Bytes;
use http::Response;

use crate::answer::{because, json};
use crate::fault::mixed;
use crate::json::Object;
use crate::request::{Parameters, Request};

/// Ten access tokens in ten minutes for a refresh token.
const MOST: usize = 10;
const WINDOW: Duration = Duration::from_secs(600);

/// What was asked for, and the tokens to come.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    random: RandomState,
    given: u64,
    times: HashMap<u64, VecDeque<SystemTime>>,
}

impl Tokens {
    /// The answer to asking for a token.
    pub(crate) fn answer(
        &mut self,
        request: &Request<'_>,
        lifetime: u64,
        limited: bool,
        now: SystemTime,
    ) -> Response<Bytes> {
        let parameters = match request.parameters() {
            Ok(parameters) => parameters,
            Err(why) => return refused("invalid_request", why),
        };
        let has = |key: &str| parameters.get(key).filter(|value| !value.trim().is_empty());
        let (Some(_), Some(_)) = (has("client_id"), has("client_secret")) else {
            return refused("invalid_client", "`client_id` and `client_secret` are needed");
        };
        let (key, is_first) = match has("grant_type") {
            Some("refresh_token") => ("refresh_token", false),
            Some("authorization_code") => ("code", true),
            Some("client_credentials") => return self.success(&parameters, request, lifetime, false),
            _ => return refused("invalid_grant", "`grant_type` is `refresh_token` or `authorization_code`"),
        };
        let Some(secret) = has(key) else {
            return refused("invalid_code", &format!("`{key}` is needed"));
        };
        if matches!(secret, "bad" | "invalid" | "expired" | "revoked") {
            return refused("invalid_code", "this token stands for one that is not good");
        }
        if !is_first && limited && !self.may(secret, now) {
            let body = Object::new()
                .text(
                    "error_description",
                    "You have made too many requests continuously. Please try again after some time.",
                )
                .text("error", "Access Denied")
                .text("status", "failure");
            return because(
                json(400, Basis::Observed, body.end()),
                "ten tokens in ten minutes were asked for; --no-token-limit takes the limit away",
            );
        }
        self.success(&parameters, request, lifetime, is_first)
    }

    fn success(&mut self, _: &Parameters, request: &Request<'_>, lifetime: u64, is_first: bool) -> Response<Bytes> {
        let mut body = Object::new().text("access_token", &self.token());
        if is_first {
            body = body.text("refresh_token", &self.token());
        }
        let body = body
            .text("scope", "ZohoCRM.bulk.ALL ZohoCRM.modules.ALL ZohoCRM.settings.ALL ZohoCRM.users.READ ZohoCRM.org.READ ZohoFiles.files.ALL")
            // With the host of the real CRM a client's next request would go there.
            .text("api_domain", &request.base())
            .text("token_type", "Bearer")
            .plain("expires_in", lifetime);
        json(200, Basis::Documented, body.end())
    }

    /// Whether a refresh token may be used once more.
    fn may(&mut self, secret: &str, now: SystemTime) -> bool {
        self.times.retain(|_, times| {
            times.retain(|time| now.duration_since(*time).is_ok_and(|age| age < WINDOW));
            !times.is_empty()
        });
        let times = self.times.entry(self.random.hash_one(secret)).or_default();
        let may = times.len() < MOST;
        if may {
            times.push_back(now);
        }
        may
    }

    /// A token of the CRM's form, which opens nothing.
    fn token(&mut self) -> String {
        self.given += 1;
        let part = |n: u64| mixed(self.random.hash_one((self.given, n)));
        format!("1000.{:016x}{:016x}.{:016x}{:016x}", part(0), part(1), part(2), part(3))
    }
}

/// An error of the accounts server comes with HTTP 200.
fn refused(error: &str, why: &str) -> Response<Bytes> {
    because(json(200, Basis::Observed, Object::new().text("error", error).end()), why)
}
