//! The one request that is never repeated while it may have been carried out.

use std::time::Duration;

use http::StatusCode;
use http::response::Parts;

use super::{Course, End, FIRST_POLL, Failure, Sent, Stage, Task, Trouble, Verdict, Waiting};
use crate::journal::Event;
use crate::{Answer, read_create};

impl Course {
    pub(super) fn create_ended(&mut self, now: Duration, result: Result<(Parts, Vec<u8>), Failure>) {
        let again = |trouble, asked| Verdict::<()>::Again { trouble, asked, most: u32::MAX };
        let verdict = match result {
            Err(failure) if failure.sent == Sent::All => {
                return self.end(End::Unknown { lost: Trouble::Failure(failure) });
            }
            Err(failure) => again(Trouble::Failure(failure), None),
            Ok((parts, body)) => match read_create(&parts, &body) {
                Answer::Done(created) => {
                    return self.created(now, created.id.as_deref().unwrap_or_default(), parts.status);
                }
                Answer::Refused(error) => return self.refused(Task::Create, error),
                // Neither got beyond the gateway.
                Answer::Unauthorised(error) => Verdict::NewToken(Trouble::Unauthorised(error)),
                Answer::Throttled { retry_after } => again(Trouble::Throttled, retry_after),
                // Nor beyond the proxy.
                Answer::Broken { status: status @ StatusCode::PROXY_AUTHENTICATION_REQUIRED, excerpt } => {
                    Verdict::Stop(Trouble::Broken { status, excerpt })
                }
                // Whoever wrote this may have done so after the CRM had done the work.
                Answer::Broken { status, excerpt } => {
                    return self.end(End::Unknown { lost: Trouble::Broken { status, excerpt } });
                }
            },
        };
        let why = match &verdict {
            Verdict::Again { trouble, .. } | Verdict::NewToken(trouble) | Verdict::Stop(trouble) => trouble.to_string(),
            Verdict::Done(()) => String::new(),
        };
        self.to_record.push_back(Event::NotSent { why });
        self.stage = Stage::Create;
        if let Err(trouble) = self.repeat.heed(Task::Create, now, verdict) {
            self.end(End::GaveUp { task: Task::Create, trouble });
        }
    }

    fn created(&mut self, now: Duration, id: &str, status: StatusCode) {
        let Ok(id) = id.parse() else {
            let excerpt = "a success whose id is none".to_owned();
            return self.end(End::Unknown { lost: Trouble::Broken { status, excerpt } });
        };
        self.to_record.push_back(Event::Created { id });
        if let Some(Event::Created { id }) = self.to_record.back() {
            self.stage = Stage::Running(id.clone());
        }
        self.repeat.fresh();
        self.repeat.wait = Some((now.saturating_add(FIRST_POLL), Waiting::Running));
    }
}
