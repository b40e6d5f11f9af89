//! The users, the organisation, and the fields of its modules: what clients ask for after they have logged in.

use bulkwrite_core::response::{ApiError, ErrorCode};
use bulkwrite_core::{ApiVersion, Basis};
use bytes::Bytes;
use http::Response;

use crate::answer::{Order, because, error, json};
use crate::json::{Object, list};
use crate::request::Request;
use crate::standin::Standin;

impl Standin {
    /// The answer to asking for users: the one whom every token belongs to.
    pub(crate) fn users(&self) -> Response<Bytes> {
        let organisation = &self.options.organisation;
        let prefix = &organisation.id_prefix;
        let named = |name: &str, sequence: u32| {
            Object::new().text("name", name).text("id", &format!("{prefix}{sequence:012}")).end()
        };
        let (first, last) = organisation.user_name.split_once(' ').unwrap_or(("", &organisation.user_name));
        let user = Object::new()
            .text("id", &organisation.user_id)
            .text("full_name", &organisation.user_name)
            .text("first_name", first)
            .text("last_name", last)
            .text("email", "patricia.boyle@zylker.example")
            .text("zuid", organisation.zgid())
            .text("status", "active")
            .text("language", "en_US")
            .text("time_zone", "Asia/Kolkata")
            .plain("confirm", true)
            .raw("role", &named("CEO", 26_005))
            .raw("profile", &named("Administrator", 26_011));
        let info = Object::new().plain("per_page", 200).plain("count", 1).plain("page", 1).plain("more_records", false);
        json(200, Basis::Documented, Object::new().raw("users", &list([user.end()])).raw("info", &info.end()).end())
    }

    /// The answer to asking for the organisation. That of v2 does not tell its type.
    pub(crate) fn org(&self, version: ApiVersion) -> Response<Bytes> {
        let organisation = &self.options.organisation;
        let zgid = organisation.zgid();
        let kind = match organisation.kind.as_str() {
            "sandbox" => "Sandbox",
            "developer" => "Developer",
            _ => "Production",
        };
        let license = Object::new()
            .text("paid_type", "enterprise")
            .plain("paid", true)
            .plain("users_license_purchased", 25)
            .end();
        let org = Object::new()
            .text("company_name", &organisation.name)
            .text("zgid", zgid)
            .text("id", &format!("{}{:012}", organisation.id_prefix, 25_001))
            .text("domain_name", &format!("org{zgid}"))
            .text("primary_email", "patricia.boyle@zylker.example")
            .text("primary_zuid", zgid)
            .text("country_code", "IN")
            .text("currency", "Indian Rupee - INR")
            .text("iso_code", "INR")
            .text("time_zone", "Asia/Kolkata")
            .plain("gapps_enabled", false)
            .with((version > ApiVersion::V2).then_some(kind), |object, kind| object.text("type", kind))
            .raw("license_details", &license);
        json(200, Basis::Documented, Object::new().raw("org", &list([org.end()])).end())
    }

    /// The answer to asking for the fields of a module: the metadata as it was given.
    pub(crate) fn module_fields(&self, request: &Request<'_>) -> Response<Bytes> {
        let parameters = request.query();
        let module = parameters.get("module").unwrap_or_default();
        if let Some(answer) = self.fields.answer(module) {
            return json(200, Basis::Observed, String::from_utf8_lossy(answer).into_owned());
        }
        let body =
            ApiError::new(ErrorCode::Other("INVALID_MODULE".into()), "the module name given seems to be invalid");
        let known: Vec<&str> = self.fields.metadata.modules().map(|(name, _)| name).collect();
        let why = if known.is_empty() {
            "the stand-in was started without metadata: name a folder of it with --metadata".to_owned()
        } else {
            format!("there is metadata of `{}`, and none of `{}`", known.join("`, `"), module.escape_debug())
        };
        because(error(400, Basis::Documented, Order::CodeFirst, &body), &why)
    }
}
