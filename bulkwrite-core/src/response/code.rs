//! The error codes of the Bulk Write API and what is known about each.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How well a fact about the CRM is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A real answer of the CRM is on record.
    Observed,
    /// Zoho's documentation, specification or SDK says so.
    Documented,
    /// Concluded from other facts; no source says it in so many words.
    Inferred,
}

impl Basis {
    /// `observed`, `documented` or `inferred`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Documented => "documented",
            Self::Inferred => "inferred",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Where an error code is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The answer to `POST /crm/bulk/{version}/write`.
    CreateJob,
    /// The answer to `POST /crm/{version}/upload`.
    Upload,
    /// The answer to `GET /crm/bulk/{version}/write/{job_id}`.
    JobDetails,
    /// The answer to `GET /crm/{version}/settings/fields`.
    Fields,
    /// The answer to `POST /oauth/v2/token`.
    Token,
    /// The `ERRORS` column of the result CSV.
    Row,
    /// The code lists of Zoho's SDKs, without a word about when it is given.
    SdkList,
}

impl Origin {
    /// The place in words: `creating a job`, `uploading a file`, ….
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CreateJob => "creating a job",
            Self::Upload => "uploading a file",
            Self::JobDetails => "asking for job details",
            Self::Fields => "asking for the fields of a module",
            Self::Token => "asking for an access token",
            Self::Row => "a row of the result",
            Self::SdkList => "the code lists of Zoho's SDKs",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What is known about an [`ErrorCode`]. Its `Display` is the whole explanation, for a terminal.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::response::{Basis, ErrorCode};
///
/// let facts = ErrorCode::FileNotSupported.facts().unwrap();
/// assert_eq!(facts.basis(), Basis::Observed);
/// assert_eq!(facts.http, [(400, Basis::Observed)]);
/// assert_eq!(facts.messages, [("File not supported for bulk write", Basis::Observed)]);
/// ```
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub struct CodeFacts {
    /// The code.
    pub code: ErrorCode,
    /// Where it is met.
    pub origins: &'static [Origin],
    /// The HTTP statuses that it comes with; none for codes that only stand in the result CSV.
    pub http: &'static [(u16, Basis)],
    /// The known messages; `<…>` stands for a part that varies. None: no source shows the text.
    pub messages: &'static [(&'static str, Basis)],
    /// The keys that `details` is known to hold.
    pub details: &'static [&'static str],
    /// What it means.
    pub meaning: &'static str,
    /// What leads to it.
    pub causes: &'static str,
    /// What to do about it.
    pub cure: &'static str,
    /// Other codes that sources give for the same mistake.
    pub alternatives: &'static [ErrorCode],
}

impl CodeFacts {
    /// `Observed` if an answer with this code is on record, else `Documented`.
    pub fn basis(&self) -> Basis {
        let bases = self.http.iter().map(|(_, basis)| *basis).chain(self.messages.iter().map(|(_, basis)| *basis));
        bases.min().unwrap_or(Basis::Documented).min(Basis::Documented)
    }
}

impl fmt::Display for CodeFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} ({})\n\n{}\n", self.code, self.basis(), self.meaning)?;
        let list = |f: &mut fmt::Formatter<'_>, label: &str, items: &mut dyn Iterator<Item = String>| {
            let mut label = label;
            for item in items {
                writeln!(f, "{label:<9}  {item}")?;
                label = "";
            }
            Ok(())
        };
        list(f, "given by", &mut self.origins.iter().map(ToString::to_string))?;
        list(f, "HTTP", &mut self.http.iter().map(|(status, basis)| format!("{status} ({basis})")))?;
        list(f, "message", &mut self.messages.iter().map(|(text, basis)| format!("{text} ({basis})")))?;
        list(f, "details", &mut self.details.iter().map(ToString::to_string))?;
        list(f, "see also", &mut self.alternatives.iter().map(ToString::to_string))?;
        write!(f, "\nCauses: {}\n\nCure: {}", self.causes, self.cure)
    }
}

macro_rules! codes {
    ($($variant:ident = $text:literal {
        by: [$($origin:ident)*],
        http: [$(($status:literal, $status_basis:ident)),*],
        messages: [$(($message:literal, $message_basis:ident)),* $(,)?],
        details: [$($detail:literal)*],
        means: $meaning:literal,
        causes: $causes:literal,
        cure: $cure:literal,
        also: [$($also:ident)*],
    })*) => {
        /// An error code of the CRM.
        ///
        /// Every code that the documentation, the specification or the SDKs name for Bulk Write has a variant; any
        /// other is kept as it came. `From` never makes an `Other` out of a code that has a variant.
        ///
        /// ```
        /// # use bulkwrite_core as bulkwrite;
        /// use bulkwrite::response::ErrorCode;
        ///
        /// assert_eq!(ErrorCode::from("INVALID_FILE_ID"), ErrorCode::InvalidFileId);
        /// assert_eq!(ErrorCode::InvalidFileId.as_str(), "INVALID_FILE_ID");
        /// assert_eq!(ErrorCode::from("OUT_OF_COFFEE").as_str(), "OUT_OF_COFFEE");
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $(#[doc = concat!("`", $text, "`: ", $meaning)] $variant,)*
            /// A code that has no variant, verbatim. It is empty where an error came without a code.
            Other(Cow<'static, str>),
        }

        impl ErrorCode {
            /// Every code that has a variant, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code as the CRM spells it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }

            fn named(text: &str) -> Option<Self> {
                Some(match text {
                    $($text => Self::$variant,)*
                    _ => return None,
                })
            }
        }

        static FACTS: &[CodeFacts] = &[$(CodeFacts {
            code: ErrorCode::$variant,
            origins: &[$(Origin::$origin),*],
            http: &[$(($status, Basis::$status_basis)),*],
            messages: &[$(($message, Basis::$message_basis)),*],
            details: &[$($detail),*],
            meaning: $meaning,
            causes: $causes,
            cure: $cure,
            alternatives: &[$(ErrorCode::$also),*],
        }),*];
    };
}

// Observed: the answers recorded in Zoho's public Postman collections, v2 "Create Bulk Write Job" of 2021-05-13
//   (the 201 and the 400s of MISSING_REQUIRED_KEY, INVALID_CALLBACK_URL, FILE_NOT_SUPPORTED) and v2/v2.1 "Upload File"
//   (INVALID_FILE_FORMAT and NOT_SUPPORTED_FEATURE inside an HTTP 200).
// Documented:
//   https://www.zoho.com/crm/developer/docs/api/v7/bulk-write/create-job.html, upload-file.html, job-details.html and
//   download-result.html (possible errors, statuses, codes of the rows);
//   https://github.com/zoho/crm-oas v8.0/bulk_write.json (messages) and v8.0/bulk_write/bulk_write.yaml (v8 codes);
//   https://github.com/zoho/zohocrm-python-sdk-8.0 zohocrmsdk/src/json_details.json and its forerunners (code lists);
//   https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html (TOO_MANY_REQUESTS);
//   https://www.zoho.com/crm/developer/docs/api/v7/field-meta.html and the "possible errors" of the other pages (fields);
//   https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token.html (tokens). The throttled answer is on record in two
//   public code bases with HTTP 400, and in the vendor's article "Kaizen 43" with 200.
// The specification and the SDKs list codes and messages apart: a pairing that only they support is Inferred.
codes! {
    MissingRequiredKey = "MISSING_REQUIRED_KEY" {
        by: [CreateJob],
        http: [(400, Observed)],
        messages: [
            ("required key fileid is not found in request body.", Observed),
            ("required key operation is not found in request body.", Documented),
            ("required key index for field <field> is not found in request body.", Documented),
        ],
        details: ["json_path"],
        means: "A key that the request must have is not there.",
        causes: "A missing `operation`, `resource`, `type`, `module`, `file_id` (printed as `fileid`), `api_name`, or \
                 a mapping with neither `index` nor `default_value`; `url` or `method` missing in `callback`. v8 \
                 tells the place in `json_path`, v2 does not.",
        cure: "Add the key that the message names.",
        also: [MandatoryNotFound],
    }
    MandatoryNotFound = "MANDATORY_NOT_FOUND" {
        by: [CreateJob Upload Row],
        http: [(400, Documented)],
        messages: [
            ("Required key find_by is not available", Documented),
            ("Required key parent_column_index is not available", Documented),
        ],
        details: ["api_name" "json_path"],
        means: "A key that this kind of request needs is missing; in a row, a mandatory cell is empty.",
        causes: "An update, an upsert or a lookup column without `find_by`; the link column of a child without \
                 `parent_column_index`; in the result, a row whose mandatory field is blank and has no default.",
        cure: "Add `find_by` (`id` or the API name of a unique field) or `parent_column_index`; fill the cell or give \
               the mapping a `default_value`.",
        also: [MissingRequiredKey],
    }
    InvalidCallbackUrl = "INVALID_CALLBACK_URL" {
        by: [CreateJob],
        http: [(400, Observed)],
        messages: [
            ("Invalid URL '<url>' for callback.", Observed),
            ("Invalid callback URL provided", Documented),
        ],
        details: ["reason"],
        means: "The CRM will not call this URL.",
        causes: "A URL that is malformed, or that may lead into a private network: the recorded answer gives the \
                 reason `possible ssrf attempt` for `http://requestbin.fullcontact.com`, an http URL of a host that \
                 is gone.",
        cure: "Use an https URL of a public host that accepts POST, or leave the callback out and ask for job details.",
        also: [],
    }
    InvalidCallbackMethod = "INVALID_CALLBACK_METHOD" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [],
        details: ["supported_callback_methods"],
        means: "The method of the callback is not one that the CRM uses.",
        causes: "A `method` other than `post`. The SDKs list the code from v6 on.",
        cure: "Write `\"method\": \"post\"`.",
        also: [],
    }
    FileNotSupported = "FILE_NOT_SUPPORTED" {
        by: [CreateJob],
        http: [(400, Observed)],
        messages: [("File not supported for bulk write", Observed)],
        details: [],
        means: "The `file_id` does not lead to a file uploaded for a bulk write.",
        causes: "A `file_id` that was truncated or mistyped (recorded for one that lost a digit), or belongs to \
                 another organization, another data centre or something that is not a file.",
        cure: "Copy `details.file_id` of the upload's answer as text; as a number it loses digits in a double.",
        also: [InvalidFileId FileNotFound],
    }
    InvalidFileId = "INVALID_FILE_ID" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [("improper file id", Inferred)],
        details: [],
        means: "The `file_id` is not an id.",
        causes: "Text that is not made of digits, such as a placeholder that was never replaced, or a file name.",
        cure: "Send the `file_id` that the upload answered with.",
        also: [FileNotSupported FileNotFound],
    }
    FileNotFound = "FILE_NOT_FOUND" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [],
        details: [],
        means: "No uploaded file has this `file_id`.",
        causes: "A wrong `file_id`. Only the v8 specification names this code; the recorded answer to a wrong id is \
                 FILE_NOT_SUPPORTED.",
        cure: "Upload the file again and send the `file_id` of that answer.",
        also: [FileNotSupported InvalidFileId],
    }
    InvalidField = "INVALID_FIELD" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [("invalid mapping. invalid api_name <field>.", Inferred)],
        details: [],
        means: "A mapping names a field that the module does not have.",
        causes: "A misspelt API name, a label (`Last Name`) in its place, or the header `Id` of a Bulk Read file (the \
                 field is `id`).",
        cure: "Use the `api_name` that GET /settings/fields shows for the module.",
        also: [InvalidFieldName],
    }
    InvalidFieldName = "INVALID_FIELD_NAME" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [("invalid mapping. invalid api_name <field>.", Inferred)],
        details: [],
        means: "A mapping names a field that the module does not have.",
        causes: "As for INVALID_FIELD: the specification and the SDKs list both codes and do not say which of them \
                 comes with the message.",
        cure: "Use the `api_name` that GET /settings/fields shows for the module.",
        also: [InvalidField],
    }
    MandatoryFieldsNotMapped = "MANDATORY_FIELDS_NOT_MAPPED" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [("All mandatory fields are not mapped for the layout", Documented)],
        details: [],
        means: "A field that every new record needs has neither a column nor a default.",
        causes: "An insert or upsert whose mappings leave out a mandatory field, such as `Last_Name` of Leads.",
        cure: "Map the field to a column or give it a `default_value`.",
        also: [],
    }
    ColumnIndexNotFound = "COLUMN_INDEX_NOT_FOUND" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [],
        details: [],
        means: "A mapping points at a column that the file does not have.",
        causes: "A negative `index`, or one past the last column: the first column is 0.",
        cure: "Count the columns of the header from 0 and correct the `index`.",
        also: [],
    }
    HeaderLimitExceeded = "HEADER_LIMIT_EXCEEDED" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [],
        details: [],
        means: "The job maps more columns than one file may have.",
        causes: "More than 200 mapped fields, or a header row with more than 200 columns.",
        cure: "Leave columns out, or write the rest with a second job that updates the same records.",
        also: [],
    }
    InvalidFormat = "INVALID_FORMAT" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [],
        details: [],
        means: "The `format` of a mapping is not accepted.",
        causes: "A pattern that the CRM does not know, or a `format` on a field that is no date, date-time or number.",
        cure: "Write a pattern such as `yyyy-MM-dd` (`MM` is the month, `mm` the minute), or drop the key.",
        also: [],
    }
    ModuleNotAvailable = "MODULE_NOT_AVAILABLE" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [("Requested module '<module>' is not available.", Documented)],
        details: [],
        means: "The module does not exist, or bulk write does not serve it.",
        causes: "A misspelt API name, a label with spaces, or a module without bulk write (Notes, Attachments, \
                 Events, Calls, Users).",
        cure: "Use the `api_name` that GET /settings/modules shows.",
        also: [],
    }
    CoexistenceNotAllowed = "COEXISTENCE_NOT_ALLOWED" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [],
        details: ["api_name" "json_path"],
        means: "Two keys exclude each other.",
        causes: "Not documented for any pair of keys; `find_by` beside `parent_column_index` in one mapping is likely.",
        cure: "Remove one of the keys at the place that `json_path` tells.",
        also: [],
    }
    InvalidData = "INVALID_DATA" {
        by: [CreateJob Upload Row],
        http: [(400, Documented)],
        messages: [],
        details: ["expected_data_type" "api_name" "json_path" "regex" "supported_values"],
        means: "A value has the wrong type or is outside of what is allowed there.",
        causes: "In a request, a key with the wrong JSON type or an unknown word (`operation`, `type`); in a row, a \
                 cell that does not fit its field: a date in another format, a text too long, an unknown lookup id.",
        cure: "Correct the value that `json_path` or the column after the `-` of the ERRORS cell names.",
        also: [],
    }
    InvalidRequest = "INVALID_REQUEST" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [],
        details: [],
        means: "The body is not a request that can be read.",
        causes: "Text that is not JSON (comments and trailing commas are not), or JSON that is not one object.",
        cure: "Send one JSON object.",
        also: [BadRequest],
    }
    RequestBodyNotSupported = "REQUEST_BODY_NOT_SUPPORTED" {
        by: [CreateJob],
        http: [(400, Documented)],
        messages: [],
        details: [],
        means: "The content type of the request is not served here.",
        causes: "A form or a file where JSON is expected.",
        cure: "Send `Content-Type: application/json`; the file goes to the upload address.",
        also: [],
    }
    AuthorizationFailed = "AUTHORIZATION_FAILED" {
        by: [CreateJob Upload JobDetails Fields],
        http: [(400, Documented)],
        messages: [("User does not have sufficient privilege to create.", Documented)],
        details: [],
        means: "The user behind the token may not do this.",
        causes: "A profile without the right to import into the module.",
        cure: "Have an administrator grant the right, or use a token of another user.",
        also: [NoPermission],
    }
    InvalidRequestMethod = "INVALID_REQUEST_METHOD" {
        by: [CreateJob Upload JobDetails Fields],
        http: [(400, Documented)],
        messages: [("The http request method type is not a valid one", Documented)],
        details: [],
        means: "The address does not answer this HTTP method.",
        causes: "GET where POST belongs, or the reverse.",
        cure: "POST to create a job or upload a file, GET for job details.",
        also: [],
    }
    InvalidToken = "INVALID_TOKEN" {
        by: [CreateJob JobDetails Fields],
        http: [(401, Documented)],
        messages: [("invalid oauth token", Documented)],
        details: [],
        means: "The access token is not valid here.",
        causes: "An expired or mistyped token, or one of another data centre than the host.",
        cure: "Refresh the token and use the API domain that came with it.",
        also: [AuthenticationFailure],
    }
    OauthScopeMismatch = "OAUTH_SCOPE_MISMATCH" {
        by: [CreateJob Upload JobDetails Fields],
        http: [(401, Documented)],
        messages: [("Unauthorized", Documented), ("invalid oauth scope to access this URL", Documented)],
        details: ["method" "url"],
        means: "The token was not granted for this.",
        causes: "A token whose scopes lack bulk write, the module or, for the upload, files.",
        cure: "Ask for a token with the scopes that the documentation page of the request lists.",
        also: [],
    }
    NoPermission = "NO_PERMISSION" {
        by: [CreateJob Upload JobDetails Fields],
        http: [(403, Documented)],
        messages: [("Permission denied to create", Documented), ("Permission denied to read", Documented)],
        details: ["permissions"],
        means: "The user has no permission for this.",
        causes: "A profile or role without access to the module or to bulk operations.",
        cure: "Have an administrator grant it, or use a token of another user.",
        also: [AuthorizationFailed],
    }
    InvalidUrlPattern = "INVALID_URL_PATTERN" {
        by: [CreateJob Upload JobDetails Fields],
        http: [(404, Documented)],
        messages: [("Please check if the URL trying to access is a correct one", Documented)],
        details: [],
        means: "There is nothing at this address.",
        causes: "A mistyped path, such as `/crm/v8/bulk/write` (the word `bulk` precedes the version) or the invented \
                 `/write/{id}/result`.",
        cure: "POST to `/crm/bulk/{version}/write`, ask `/crm/bulk/{version}/write/{job_id}`; upload to \
               `/crm/{version}/upload` on the content host.",
        also: [],
    }
    TooManyRequests = "TOO_MANY_REQUESTS" {
        by: [CreateJob JobDetails Fields],
        http: [(429, Documented)],
        messages: [],
        details: [],
        means: "The credits of the day or the calls at one time are used up.",
        causes: "Too many calls at once, or jobs that cost more credits than are left.",
        cure: "Wait and try again, less often each time; `X-API-CREDITS-REMAINING` tells what is left.",
        also: [LimitReached],
    }
    InternalError = "INTERNAL_ERROR" {
        by: [CreateJob Upload JobDetails Fields],
        http: [(500, Documented)],
        messages: [
            ("Internal Server Error", Documented),
            ("Internal server error occurred.", Documented),
        ],
        details: [],
        means: "The CRM failed.",
        causes: "A fault on the server's side.",
        cure: "Try again later, and look first whether the job was created after all.",
        also: [InternalServerError],
    }
    InvalidFileFormat = "INVALID_FILE_FORMAT" {
        by: [Upload],
        http: [(200, Observed), (400, Documented)],
        messages: [("invalid file format. only zip format is supported", Observed)],
        details: ["created_time"],
        means: "The uploaded file is not a zip.",
        causes: "A bare CSV, or a zip that is damaged. The error has come with HTTP 200: only the body tells.",
        cure: "Put the CSV into a zip, at its top level, and upload that.",
        also: [],
    }
    NotSupportedFeature = "NOT_SUPPORTED_FEATURE" {
        by: [Upload],
        http: [(200, Observed), (400, Documented)],
        messages: [("Feature is not supported", Observed)],
        details: ["created_time"],
        means: "The `feature` header names nothing that takes uploads.",
        causes: "A header other than `feature: bulk-write`. The error has come with HTTP 200: only the body tells.",
        cure: "Send `feature: bulk-write`, and the organization's id in `X-CRM-ORG`.",
        also: [],
    }
    FileTooLarge = "FILE_TOO_LARGE" {
        by: [Upload],
        http: [(413, Documented)],
        messages: [("File size too large to process", Documented)],
        details: [],
        means: "The file is larger than 25 MB.",
        causes: "Too much in one zip.",
        cure: "Split the rows over several files and jobs, at most 25,000 rows each.",
        also: [],
    }
    ResourceNotFound = "RESOURCE_NOT_FOUND" {
        by: [JobDetails Row],
        http: [(404, Documented), (400, Documented)],
        messages: [("The requested resource doesn't exist.", Documented)],
        details: [],
        means: "The job does not exist; in a row, the record meant does not.",
        causes: "A job id that is wrong, truncated or of another organization; in a row, an id or key that finds no \
                 record.",
        cure: "Use `details.id` of the answer that created the job; correct the cell.",
        also: [],
    }
    DuplicateData = "DUPLICATE_DATA" {
        by: [Row],
        http: [],
        messages: [],
        details: [],
        means: "The row repeats a value that must be unique.",
        causes: "A record, or an earlier row of the file, has the same value in a unique field.",
        cure: "Remove the double, or upsert with `find_by` on that field.",
        also: [],
    }
    NotApproved = "NOT_APPROVED" {
        by: [Row],
        http: [],
        messages: [],
        details: [],
        means: "The record waits for an approval and cannot be changed.",
        causes: "Not documented in detail; an update of a record that is in an approval process is likely.",
        cure: "Have the record approved, then send the row again.",
        also: [],
    }
    BlockedRecord = "BLOCKED_RECORD" {
        by: [Row],
        http: [],
        messages: [],
        details: [],
        means: "The record is blocked and cannot be changed.",
        causes: "Not documented in detail; an update of a record that a process of the CRM has locked is likely.",
        cure: "Release the record, then send the row again.",
        also: [],
    }
    CannotProcess = "CANNOT_PROCESS" {
        by: [Row],
        http: [],
        messages: [],
        details: [],
        means: "The row could not be processed.",
        causes: "Not documented.",
        cure: "Try the row alone through the Records API: its answer says more.",
        also: [],
    }
    LimitExceeded = "LIMIT_EXCEEDED" {
        by: [Row],
        http: [],
        messages: [],
        details: [],
        means: "The row exceeds a limit.",
        causes: "Not documented in detail; more rows of a subform or line items than one record may hold is likely.",
        cure: "Spread the rows, at most 200 for one subform file.",
        also: [],
    }
    BadRequest = "BAD_REQUEST" {
        by: [SdkList],
        http: [],
        messages: [],
        details: [],
        means: "The request cannot be understood.",
        causes: "Not documented.",
        cure: "Check the address, the headers and the body.",
        also: [InvalidRequest],
    }
    LimitReached = "LIMIT_REACHED" {
        by: [SdkList],
        http: [],
        messages: [],
        details: [],
        means: "A limit is reached.",
        causes: "Not documented.",
        cure: "Wait and try again, less often each time.",
        also: [TooManyRequests],
    }
    NotAllowed = "NOT_ALLOWED" {
        by: [SdkList],
        http: [],
        messages: [],
        details: [],
        means: "The operation is not allowed.",
        causes: "Not documented.",
        cure: "Check the operation, the module and the rights of the user.",
        also: [],
    }
    AlreadyUsed = "ALREADY_USED" {
        by: [SdkList],
        http: [],
        messages: [],
        details: [],
        means: "Something in the request is used already.",
        causes: "Not documented; whether a `file_id` may serve two jobs is not said either.",
        cure: "Upload the file again and send the new `file_id`.",
        also: [],
    }
    NotModified = "Not Modified" {
        by: [SdkList],
        http: [],
        messages: [],
        details: [],
        means: "Nothing has changed since.",
        causes: "Not documented; the words are those of HTTP 304.",
        cure: "Keep what you have.",
        also: [],
    }
    AuthenticationFailure = "AUTHENTICATION_FAILURE" {
        by: [CreateJob Upload JobDetails Fields],
        http: [(401, Documented)],
        messages: [("Authentication failed", Documented)],
        details: [],
        means: "The caller could not be identified.",
        causes: "A missing, invalid or expired token: by source a dead one is this, `INVALID_TOKEN` or `INVALID_OAUTHTOKEN`.",
        cure: "Refresh the token and send it as `Authorization: Zoho-oauthtoken <token>`.",
        also: [InvalidToken InvalidOauthToken],
    }
    InvalidOauthToken = "INVALID_OAUTHTOKEN" {
        by: [CreateJob Upload JobDetails Fields],
        http: [(401, Inferred)],
        messages: [],
        details: [],
        means: "The token is no token.",
        causes: "An expired, revoked or cut-off token; no page of the API names this code, clients on record meet it.",
        cure: "Refresh the token and send it as `Authorization: Zoho-oauthtoken <token>`.",
        also: [InvalidToken AuthenticationFailure],
    }
    InvalidModule = "INVALID_MODULE" {
        by: [Fields],
        http: [(400, Documented)],
        messages: [
            ("the module name given seems to be invalid", Documented),
            ("The given module is not supported in API", Documented),
        ],
        details: ["resource_path_index"],
        means: "There is no such module, or the API does not serve it.",
        causes: "A label or a scope's name in place of the API name, a module that was removed, or one that the user may not \
                 see.",
        cure: "Take the API name from `GET /crm/<version>/settings/modules`.",
        also: [ModuleNotAvailable],
    }
    RequiredParamMissing = "REQUIRED_PARAM_MISSING" {
        by: [Fields],
        http: [(400, Documented)],
        messages: [("One of the expected parameter is missing", Documented)],
        details: ["param_name"],
        means: "A parameter that the URL must have is not there.",
        causes: "A request for fields without `?module=`.",
        cure: "Add the parameter that `param_name` names.",
        also: [],
    }
    InvalidClient = "invalid_client" {
        by: [Token],
        http: [(200, Documented)],
        messages: [],
        details: [],
        means: "The client is not known to this accounts server.",
        causes: "A wrong `client_id`, or the accounts host of another data centre than the one that the client is registered in.",
        cure: "Copy the id from the API console, and ask the accounts host of your own data centre.",
        also: [InvalidClientSecret],
    }
    InvalidClientSecret = "invalid_client_secret" {
        by: [Token],
        http: [(200, Documented)],
        messages: [],
        details: [],
        means: "The secret does not belong to the client.",
        causes: "A wrong `client_secret`: each data centre of a client has one of its own.",
        cure: "Copy the secret of your data centre from the API console.",
        also: [InvalidClient],
    }
    InvalidCode = "invalid_code" {
        by: [Token],
        http: [(200, Documented)],
        messages: [],
        details: [],
        means: "The grant token or refresh token is not valid.",
        causes: "A grant token that is used twice or too late, or a refresh token that was revoked, cut off, or made for another \
                 client or data centre.",
        cure: "Make a new grant token, and with it a new refresh token.",
        also: [],
    }
    InvalidRedirectUri = "invalid_redirect_uri" {
        by: [Token],
        http: [(200, Documented)],
        messages: [],
        details: [],
        means: "The redirect URI is not that of the client.",
        causes: "A `redirect_uri` that differs from the registered one, be it in a slash at the end.",
        cure: "Send the registered one.",
        also: [],
    }
    OauthDenied = "access_denied" {
        by: [Token],
        http: [(200, Documented)],
        messages: [],
        details: [],
        means: "The token is not granted.",
        causes: "Too many requests for tokens in a short time, or a user who did not consent.",
        cure: "Keep an access token for its hour, and ask again later.",
        also: [OauthThrottled],
    }
    OauthThrottled = "Access Denied" {
        by: [Token],
        http: [(400, Observed), (200, Documented)],
        messages: [
            ("You have made too many requests continuously. Please try again after some time.", Observed),
        ],
        details: [],
        means: "The accounts server gives no more tokens for the time being.",
        causes: "More than 10 access tokens for one refresh token in 10 minutes. The body has `error` and `error_description` in \
                 place of `code` and `message`.",
        cure: "Keep an access token for its hour, share it among processes, and ask again after some minutes.",
        also: [OauthDenied TooManyRequests],
    }
    GeneralError = "general_error" {
        by: [Token],
        http: [(200, Documented)],
        messages: [],
        details: [],
        means: "The accounts server failed.",
        causes: "Not documented; a parameter that is sent twice, or as a body where a query is expected, is likely.",
        cure: "Send each parameter once, as a form, and try again later.",
        also: [],
    }
    InternalServerError = "INTERNAL_SERVER_ERROR" {
        by: [SdkList],
        http: [],
        messages: [],
        details: [],
        means: "The CRM failed.",
        causes: "A fault on the server's side.",
        cure: "Try again later, and look first whether the job was created after all.",
        also: [InternalError],
    }
}

impl ErrorCode {
    /// What is known about the code; `None` for a code that has no variant.
    pub fn facts(&self) -> Option<&'static CodeFacts> {
        FACTS.iter().find(|facts| facts.code == *self)
    }
}

impl CodeFacts {
    /// The facts about every code that has a variant.
    pub fn all() -> &'static [Self] {
        FACTS
    }
}

impl From<&str> for ErrorCode {
    fn from(text: &str) -> Self {
        Self::named(text).unwrap_or_else(|| Self::Other(Cow::Owned(text.to_owned())))
    }
}

impl From<String> for ErrorCode {
    fn from(text: String) -> Self {
        Self::named(&text).unwrap_or(Self::Other(Cow::Owned(text)))
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_survives_text_and_json_and_is_explained() {
        let mut seen = HashSet::new();
        for code in ErrorCode::ALL {
            assert!(seen.insert(code.as_str()), "{code} stands twice");
            assert_eq!(ErrorCode::from(code.as_str()), *code);
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<ErrorCode>(&json).unwrap(), *code);

            let facts = code.facts().unwrap();
            assert!(!facts.origins.is_empty(), "{code} comes from nowhere");
            for text in [facts.meaning, facts.causes, facts.cure] {
                assert!(text.ends_with('.') && !text.contains("  "), "{code}: {text}");
            }
            assert!(!facts.alternatives.contains(code), "{code} is no alternative to itself");
            assert!(facts.to_string().starts_with(code.as_str()));
        }
        assert_eq!(ErrorCode::ALL.len(), FACTS.len());
    }

    #[test]
    fn an_unknown_code_is_kept_verbatim() {
        for text in ["", "file_not_supported", "FILE_NOT_SUPPORTED ", "401", "Ω"] {
            let code = ErrorCode::from(text);
            assert_eq!(code, ErrorCode::Other(text.to_owned().into()));
            assert_eq!(code.to_string(), text);
            assert_eq!(code.facts(), None);
        }
    }

    #[test]
    fn the_explanation_reads_well() {
        let expected = "\
INVALID_FILE_FORMAT (observed)

The uploaded file is not a zip.

given by   uploading a file
HTTP       200 (observed)
           400 (documented)
message    invalid file format. only zip format is supported (observed)
details    created_time

Causes: A bare CSV, or a zip that is damaged. The error has come with HTTP 200: only the body tells.

Cure: Put the CSV into a zip, at its top level, and upload that.";
        assert_eq!(ErrorCode::InvalidFileFormat.facts().unwrap().to_string(), expected);
    }
}
