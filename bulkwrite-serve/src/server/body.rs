//! Bodies of requests: neither large nor slow ones hold the stand-in up.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use bulkwrite_core::Basis;
use bulkwrite_core::response::{ApiError, ErrorCode};
use bytes::Bytes;
use http::header::{CONNECTION, HeaderValue};
use http::{Response, request};
use hyper::body::{Body as _, Incoming};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout_at};

use crate::Step;
use crate::answer::{Order, because, error};
use crate::zip::MAX_SIZE;

/// Why a body is not there.
pub(super) enum Failure {
    /// It is refused.
    Refused(Box<Response<Bytes>>),
    /// The client went away.
    Broken,
}

/// What stands around the file in the body of an upload.
const AROUND: usize = 64 * 1024;
/// The largest body of other requests.
const OTHERS: usize = 4 * 1024 * 1024;
/// How much of a body that is too large is read and thrown away, so that the client gets to read the answer.
const DRAINED: usize = 100 * 1024 * 1024;
/// What is read without a turn.
const SMALL: usize = 64 * 1024;

/// Reads the body of a request; a large one waits for its turn, which is over when what comes with it is dropped.
pub(super) async fn read<'s>(
    head: &request::Parts,
    mut body: Incoming,
    turns: &'s Semaphore,
    patience: Duration,
) -> Result<(Bytes, Option<SemaphorePermit<'s>>), Failure> {
    let is_upload = Step::of_path(head.uri.path()) == Some(Step::Upload);
    let limit = if is_upload { MAX_SIZE + AROUND } else { OTHERS };
    let told = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let mut bytes = Vec::with_capacity(told.min(limit));
    let (mut total, mut turn, mut end) = (0, None, Instant::now() + 3 * patience);
    loop {
        let next = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx));
        let frame = match timeout_at(end.min(Instant::now() + patience), next).await {
            Ok(Some(Ok(frame))) => frame,
            Ok(Some(Err(_))) => return Err(Failure::Broken),
            Ok(None) if total > limit => return Err(too_large(is_upload)),
            Ok(None) => return Ok((bytes.into(), turn)),
            Err(_) => {
                let why = format!("the body was silent for {patience:?}, or took {:?} in all", 3 * patience);
                return Err(refused(408, ErrorCode::InvalidRequest, None, &why));
            }
        };
        let Ok(data) = frame.into_data() else { continue };
        total += data.len();
        if total > SMALL && turn.is_none() {
            let waited = Instant::now();
            turn = turns.acquire().await.ok();
            end += waited.elapsed();
        }
        if total <= limit {
            bytes.extend_from_slice(&data);
        } else {
            bytes = Vec::new();
            if total > DRAINED {
                return Err(too_large(is_upload));
            }
        }
    }
}

fn too_large(is_upload: bool) -> Failure {
    if is_upload {
        let message = Some("File size too large to process");
        refused(413, ErrorCode::FileTooLarge, message, "the file is larger than 25 MB")
    } else {
        refused(413, ErrorCode::InvalidRequest, None, "the body is larger than 4 MB")
    }
}

fn refused(status: u16, code: ErrorCode, message: Option<&str>, why: &str) -> Failure {
    let body = ApiError { message: message.map(ToOwned::to_owned), ..code.into() };
    let basis = if body.code == ErrorCode::FileTooLarge { Basis::Documented } else { Basis::Inferred };
    let mut answer = because(error(status, basis, Order::CodeFirst, &body), why);
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    Failure::Refused(Box::new(answer))
}
