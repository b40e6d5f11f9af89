//! Uploads.

use std::time::SystemTime;

use bulkwrite_core::response::{ApiError, ErrorCode, FileUpload, Uploaded};
use bulkwrite_core::{ApiVersion, Basis};
use bytes::Bytes;
use http::Response;
use serde_json::json;

use crate::answer::{Order, because, error, gateway, json as json_answer, known};
use crate::json::Object;
use crate::request::Request;
use crate::standin::Standin;
use crate::zip::{MAX_SIZE, Unusable, Zip, has_signature};
use crate::{Source, multipart, time};

/// A file that was uploaded.
#[derive(Debug, Default)]
pub(crate) struct Upload {
    /// What is in it, once a job asked for it.
    pub(crate) content: Option<Result<Vec<Csv>, String>>,
}

/// A CSV in an uploaded ZIP.
#[derive(Clone, Debug)]
pub(crate) struct Csv {
    pub(crate) name: String,
    pub(crate) header: Vec<String>,
    pub(crate) rows: u64,
}

impl Standin {
    /// The answer to an upload.
    pub(crate) fn upload(&mut self, _: ApiVersion, request: &Request<'_>, now: SystemTime) -> Response<Bytes> {
        let feature = request.header("feature").filter(|feature| !feature.is_empty());
        let org = request.header("x-crm-org").filter(|org| !org.is_empty());
        let chosen = self.options.organisation.zgid.as_deref();
        let why = match (feature, org) {
            (None, _) => "there is no header `feature`".to_owned(),
            (_, None) => "there is no header `X-CRM-ORG`".to_owned(),
            (_, Some(org)) if !org.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("`X-CRM-ORG` is the zgid of the organisation, digits; `{}` is none", org.escape_debug())
            }
            (_, Some(org)) if chosen.is_some_and(|chosen| chosen != org) => {
                format!("this is organisation {}, and `X-CRM-ORG` names {org}", chosen.unwrap_or_default())
            }
            _ => String::new(),
        };
        if !why.is_empty() {
            let body = Object::new()
                .plain("ERROR_CODE", 400)
                .text("ERROR_MESSAGE", "Bad Request")
                .text("x-error", "check if headers [feature, X-CRM-ORG] are present and valid")
                .text("http_status", "400");
            return because(gateway(400, Basis::Documented, body.end()), &why);
        }
        if feature != Some("bulk-write") {
            let why = format!("`feature` is `bulk-write`, not `{}`", feature.unwrap_or_default().escape_debug());
            return self.refuse_upload(ErrorCode::NotSupportedFeature, "Feature is not supported", &why);
        }
        let file = match Self::file_of(request) {
            Ok(file) => file,
            Err((code, why)) => return known(code, Order::CodeFirst, &why),
        };
        if file.len() > MAX_SIZE {
            return Self::too_large("the file is larger than 25 MB");
        }
        if !has_signature(&file) {
            let why = "the file does not begin as a ZIP does";
            let message = "invalid file format. only zip format is supported";
            return self.refuse_upload(ErrorCode::InvalidFileFormat, message, why);
        }
        // What else is wrong with a ZIP shows when a job asks for it; what is too large is never unpacked.
        if let Err(Unusable::TooLarge(why)) = Zip::open(&file) {
            return Self::too_large(&why);
        }
        let id = self.ids.file();
        let line = json!({"upload": {"id": id, "created": time::millis(now)}});
        let kept = self.store.put(&file_name(&id), file).and_then(|()| self.note(&format!("{line}\n")));
        if let Err(error) = kept {
            return Self::broken_disk(&error);
        }
        let mut uploaded = Uploaded::default();
        uploaded.file_id = Some(id.clone());
        uploaded.created_time = Some(time::iso8601(now, self.options.organisation.utc_offset));
        self.uploads.insert(id, Upload::default());
        let body = serde_json::to_string(&FileUpload::Uploaded(uploaded)).unwrap_or_default();
        json_answer(200, Basis::Observed, body)
    }

    /// The file in the body; else the code of the answer, and why.
    fn file_of(request: &Request<'_>) -> Result<Bytes, (ErrorCode, String)> {
        if !multipart::is_multipart(request.content_type()) {
            let why = "the file is a part of a multipart body: `curl --form file=@leads.zip`".to_owned();
            return Err((ErrorCode::MandatoryNotFound, why));
        }
        let parts = multipart::parts(request.content_type(), request.body)
            .map_err(|why| (ErrorCode::InvalidRequest, why.to_owned()))?;
        let named = parts.iter().find(|part| part.name.as_deref() == Some("file"));
        let part = named.or_else(|| parts.iter().find(|part| part.file_name.is_some()));
        let part = part.ok_or((ErrorCode::MandatoryNotFound, "no part of the body is called `file`".to_owned()))?;
        Ok(request.body.slice(part.content.clone()))
    }

    /// The answer to a file that is refused: with HTTP 200, as is on record, or with the status that is documented.
    fn refuse_upload(&self, code: ErrorCode, message: &str, why: &str) -> Response<Bytes> {
        let (status, basis) = match self.options.upload_errors {
            Source::Observed => (200, Basis::Observed),
            Source::Documented => (400, Basis::Documented),
        };
        // The recorded answers tell the beginning of time.
        let zero = time::iso8601(SystemTime::UNIX_EPOCH, self.options.organisation.utc_offset);
        let body = ApiError::new(code, message).with_detail("created_time", zero);
        because(error(status, basis, Order::CodeFirst, &body), why)
    }

    /// Of a file that is too large no answer is on record.
    fn too_large(why: &str) -> Response<Bytes> {
        let body = ApiError::new(ErrorCode::FileTooLarge, "File size too large to process");
        because(error(413, Basis::Documented, Order::CodeFirst, &body), why)
    }

    /// Looks into an uploaded ZIP, when the first job asks for it.
    pub(crate) fn look_into(&mut self, file_id: &str) {
        let Some(upload) = self.uploads.get_mut(file_id).filter(|upload| upload.content.is_none()) else { return };
        let read = self.store.get(&file_name(file_id)).map_err(|error| error.to_string());
        upload.content = Some(read.and_then(|bytes| csvs(&bytes).map_err(|unusable| unusable.why().to_owned())));
    }

    /// What is in an uploaded ZIP that was looked into.
    pub(crate) fn content(&self, file_id: &str) -> Option<&Result<Vec<Csv>, String>> {
        self.uploads.get(file_id)?.content.as_ref()
    }

    /// The bytes of an uploaded ZIP.
    pub(crate) fn uploaded(&self, file_id: &str) -> std::io::Result<Bytes> {
        self.store.get(&file_name(file_id))
    }
}

fn csvs(bytes: &[u8]) -> Result<Vec<Csv>, Unusable> {
    let zip = Zip::open(bytes)?;
    let csv = |file| {
        let mut rows = zip.rows(file)?;
        let header = std::mem::take(&mut rows.header);
        Ok(Csv { name: file.name.clone(), header, rows: rows.count()? })
    };
    zip.files.iter().map(csv).collect()
}

fn file_name(id: &str) -> String {
    format!("file-{id}.zip")
}
