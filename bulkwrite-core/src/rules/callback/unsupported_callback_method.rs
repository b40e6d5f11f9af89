use crate::job::ast::Callback;
use crate::level::Level;
use crate::response::Basis;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a callback method other than `post`; in another case, such as `POST`, it is a warning.
    ///
    /// ## Why it matters
    /// The CRM knows one method and refuses the others. Whether the case counts is not documented.
    ///
    /// ## Incorrect
    /// ```json callback
    /// { "url": "https://hooks.zylker.com/bulk", "method": "get" }
    /// ```
    ///
    /// ## Correct
    /// ```json callback
    /// { "url": "https://hooks.zylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Reference
    /// The create-job page; the vendor's OpenAPI description for the code and its details.
    "unsupported-callback-method" Error Callback(check) predicts INVALID_CALLBACK_METHOD Documented
}

fn check(callback: &Callback<'_>, cx: &mut Context<'_>) {
    let Some(method) = callback.method.known().filter(|method| method.value != "post") else { return };
    let spelling = method.value.eq_ignore_ascii_case("post");
    let message = if spelling {
        format!("the callback method {} is not spelled `post`", quoted(method.value))
    } else {
        format!("the CRM has no callback method {}", quoted(method.value))
    };
    let found = cx.report(&RULE, method.loc, message).help("write `post`, the only method there is");
    found.detail("supported_callback_methods", vec!["post"]);
    let edits = vec![Edit::Replace { value: method.loc, with: "\"post\"".into() }];
    if spelling {
        found.level(Level::Warning).basis(Basis::Inferred).safe_fix("write `post`", edits);
    } else if method.value.trim().eq_ignore_ascii_case("post") {
        found.safe_fix("remove the blanks", edits);
    } else {
        found.unsafe_fix("write `post`", edits);
    }
}
