//! How jobs are checked.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use bulkwrite_config::{Access, Loaded};
use bulkwrite_core::callback::{self, AllowList, Policy, Resolved, SystemResolver, inspect_resolved};
use bulkwrite_core::metadata::Metadata;
use bulkwrite_core::{self as core, ApiVersion, Level, Levels, Options, rules, suggest};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::errors::{ConfigError, config};
use crate::fixed::Fixed;
use crate::input::{Input, utf8};
use crate::report::Report;
use crate::url::UrlReport;
use crate::write::type_name;

/// Asks the operating system, and waits five seconds.
const SYSTEM: SystemResolver = SystemResolver { timeout: Duration::from_secs(5) };

static DEFAULT: LazyLock<core::Checker> = LazyLock::new(|| core::Checker::new(Options::default()));

/// Checks many jobs under the same settings.
///
/// Args:
///     version: The version of the API that jobs are sent to, such as `"v8"`; by default the form of a job tells.
///     metadata: What the CRM says of its fields: a folder with `Leads.json` and so on, or a dict from the name of a
///         module to the answer of `GET /crm/v8/settings/fields?module=…`, as dict, text, bytes or path.
///     placeholders: Take `{{x}}` for a value that is filled in later.
///     rules: The level of rules, by name: `"error"`, `"warn"` or `"allow"`.
///     allow: Hosts and networks that a callback may call although they are not public: `"crm.corp"`, `"10.1.0.0/16"`.
///     dns64: The network is IPv6-only behind DNS64.
///     resolve: Look up the host of each callback; every address must be public.
///
/// Raises:
///     ValueError: There is no such version, rule or level.
///     ConfigError: Metadata or an entry of `allow` cannot be understood.
///
/// >>> import bulkwrite
/// >>> checker = bulkwrite.Checker(version="v8", rules={"unknown-key": "error"})
/// >>> report = checker.check({"operation": "insert", "resource": [], "callBack": {}})
/// >>> [(d.rule, d.level) for d in report]
/// [('empty-resource', 'error'), ('unknown-key', 'error')]
#[pyclass(frozen, module = "bulkwrite")]
pub(crate) struct Checker(Settings);

/// How jobs are checked.
enum Settings {
    /// As by default.
    Default,
    /// All in the same way.
    Same(Box<core::Checker>),
    /// As a configuration says for each file.
    Config(Box<Loaded>),
}

impl Checker {
    #[allow(clippy::too_many_arguments, reason = "they are keywords")]
    pub(crate) fn of(
        version: Option<&Bound<'_, PyAny>>,
        metadata: Option<&Bound<'_, PyAny>>,
        placeholders: bool,
        rules: Option<&Bound<'_, PyAny>>,
        allow: Option<&Bound<'_, PyAny>>,
        dns64: bool,
        resolve: bool,
    ) -> PyResult<Self> {
        let objects = [version, metadata, rules, allow];
        if objects.iter().all(Option::is_none) && !placeholders && !dns64 && !resolve {
            return Ok(Self(Settings::Default));
        }
        let allow = allow.map_or_else(|| Ok(Vec::new()), entries)?;
        let allow = AllowList::parse(&allow).map_err(|error| ConfigError::new_err(format!("allow: {error}")))?;
        let mut options = Options::default()
            .version(version.map(self::version).transpose()?)
            .metadata(metadata.map(self::metadata).transpose()?)
            .placeholders(placeholders)
            .levels(rules.map_or_else(|| Ok(Levels::default()), levels)?)
            .callback(Policy { allow, dns64 });
        if resolve {
            options = options.resolver(SYSTEM);
        }
        Ok(Self(Settings::Same(Box::new(core::Checker::new(options)))))
    }

    /// Hands over what checks the job in a file.
    pub(crate) fn with<T>(&self, path: Option<&Path>, work: impl FnOnce(&core::Checker) -> T) -> T {
        match &self.0 {
            Settings::Default => work(&DEFAULT),
            Settings::Same(checker) => work(checker),
            Settings::Config(loaded) => work(&core::Checker::new(loaded.options(path.unwrap_or(Path::new("-"))))),
        }
    }

    fn report(&self, py: Python<'_>, job: &Bound<'_, PyAny>, name: Option<String>) -> PyResult<Report> {
        let Input { text, name, path } = Input::read(job, name)?;
        let report = py.detach(|| self.with(path.as_deref(), |checker| checker.check_json(&text)));
        Ok(Report::new(text, name, report))
    }

    fn mend(&self, py: Python<'_>, job: &Bound<'_, PyAny>, also_unsafe: bool, name: Option<String>) -> PyResult<Fixed> {
        let Input { text, name, path } = Input::read(job, name)?;
        let fixed = py.detach(|| self.with(path.as_deref(), |checker| checker.fix_json(&text, also_unsafe)));
        Fixed::new(py, name, fixed)
    }

    fn url(&self, py: Python<'_>, url: &Bound<'_, PyAny>) -> PyResult<UrlReport> {
        let Ok(text) = url.cast::<PyString>() else {
            return Err(PyTypeError::new_err(format!("a URL is a `str`, not `{}`", type_name(url))));
        };
        let text = utf8(text)?.to_owned();
        let (resolved, looked_up) = py.detach(|| {
            self.with(None, |checker| {
                let Options { callback: policy, resolver, .. } = checker.options();
                let resolved = match resolver {
                    Some(resolver) => inspect_resolved(&text, policy, &**resolver),
                    None => Resolved { inspection: callback::inspect_with(&text, policy), addrs: Vec::new() },
                };
                (resolved, resolver.is_some())
            })
        });
        Ok(UrlReport::new(text, resolved, looked_up))
    }
}

#[pymethods]
impl Checker {
    #[new]
    #[pyo3(signature = (*, version=None, metadata=None, placeholders=false, rules=None, allow=None, dns64=false,
        resolve=false))]
    fn new(
        version: Option<&Bound<'_, PyAny>>,
        metadata: Option<&Bound<'_, PyAny>>,
        placeholders: bool,
        rules: Option<&Bound<'_, PyAny>>,
        allow: Option<&Bound<'_, PyAny>>,
        dns64: bool,
        resolve: bool,
    ) -> PyResult<Self> {
        Self::of(version, metadata, placeholders, rules, allow, dns64, resolve)
    }

    /// A checker for a `bulkwrite.toml` and the metadata that it names.
    ///
    /// Args:
    ///     path: The file. A folder, or nothing, stands for the nearest one in it or above it.
    ///
    /// Raises:
    ///     ConfigError: Something in it cannot be read or understood; every mistake is told.
    ///
    /// >>> import bulkwrite, pathlib, tempfile
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     path = pathlib.Path(folder, "bulkwrite.toml")
    /// ...     _ = path.write_text('version = "v2"')
    /// ...     bulkwrite.Checker.from_config(path).check('{"operation": "insert", "resource": []}').version
    /// 'v2'
    #[staticmethod]
    #[pyo3(signature = (path=None))]
    fn from_config(py: Python<'_>, path: Option<PathBuf>) -> PyResult<Self> {
        let loaded = py.detach(|| match path {
            Some(path) if !path.is_dir() => Loaded::at(&path, Access::from_env()),
            Some(path) => Loaded::discover(&path),
            None => Loaded::discover(Path::new(".")),
        });
        if !loaded.errors().is_empty() {
            let errors = loaded.errors().iter().map(|error| format!("{error} (help: {})", error.help));
            return Err(ConfigError::new_err(errors.collect::<Vec<_>>().join("\n")));
        }
        Ok(Self(Settings::Config(Box::new(loaded))))
    }

    /// Checks a job: see `bulkwrite.check`.
    #[pyo3(signature = (job, *, name=None))]
    fn check(&self, py: Python<'_>, job: &Bound<'_, PyAny>, name: Option<String>) -> PyResult<Report> {
        self.report(py, job, name)
    }

    /// Mends a job: see `bulkwrite.fix`.
    #[pyo3(signature = (job, *, r#unsafe=false, name=None))]
    fn fix(&self, py: Python<'_>, job: &Bound<'_, PyAny>, r#unsafe: bool, name: Option<String>) -> PyResult<Fixed> {
        self.mend(py, job, r#unsafe, name)
    }

    /// Checks a callback URL: see `bulkwrite.check_url`.
    #[pyo3(signature = (url, /))]
    fn check_url(&self, py: Python<'_>, url: &Bound<'_, PyAny>) -> PyResult<UrlReport> {
        self.url(py, url)
    }
}

/// Checks a bulk write job, and says what is wrong with it, where, and what to do about it.
///
/// Nothing is sent anywhere, and nothing but a path is ever opened.
///
/// Args:
///     job: A dict as it is sent, its JSON as `str` or `bytes`, or the path of a file as `os.PathLike`. A `str` is never
///         a path.
///     version, metadata, placeholders, rules, allow, dns64, resolve: As `Checker` takes them.
///     name: What the job is called in output.
///
/// Returns:
///     A report of all findings. It is false where there is one.
///
/// Raises:
///     TypeError: The job is of another type, or holds what JSON has no form for.
///     OSError: The file cannot be read.
///
/// >>> import bulkwrite
/// >>> report = bulkwrite.check({"operation": "insert", "resource": [{"type": "data", "module": {"api_name": "Leads"}}]})
/// >>> for d in report:
/// ...     print(d.line, d.rule, d.path, d.help, sep=" | ")
/// 4 | missing-key | resource[0].file_id | add `"file_id"` with the id that the upload of the zipped CSV returned
/// >>> report.ok, report.verdict, report.version
/// (False, 'reject', 'v8')
#[pyfunction]
#[pyo3(signature = (job, *, version=None, metadata=None, placeholders=false, rules=None, allow=None, dns64=false,
    resolve=false, name=None))]
#[allow(clippy::too_many_arguments, reason = "they are keywords")]
pub(crate) fn check(
    py: Python<'_>,
    job: &Bound<'_, PyAny>,
    version: Option<&Bound<'_, PyAny>>,
    metadata: Option<&Bound<'_, PyAny>>,
    placeholders: bool,
    rules: Option<&Bound<'_, PyAny>>,
    allow: Option<&Bound<'_, PyAny>>,
    dns64: bool,
    resolve: bool,
    name: Option<String>,
) -> PyResult<Report> {
    Checker::of(version, metadata, placeholders, rules, allow, dns64, resolve)?.report(py, job, name)
}

/// Mends what can be mended in a job; whatever is not mended stays as it is written.
///
/// Args:
///     job: As `check` takes it. A file is read, and never written.
///     unsafe: Apply fixes, too, that only probably do what was intended.
///     version, metadata, placeholders, rules, allow, dns64, resolve: As `Checker` takes them.
///     name: What the job is called in output.
///
/// >>> import bulkwrite
/// >>> fixed = bulkwrite.fix('{"operation": "insert", "resources": []}')
/// >>> fixed.text
/// '{"operation": "insert", "resource": []}'
/// >>> [str(a) for a in fixed.fixed]
/// ['rename the key to `resource`']
#[pyfunction]
#[pyo3(signature = (job, *, r#unsafe=false, version=None, metadata=None, placeholders=false, rules=None, allow=None,
    dns64=false, resolve=false, name=None))]
#[allow(clippy::too_many_arguments, reason = "they are keywords")]
pub(crate) fn fix(
    py: Python<'_>,
    job: &Bound<'_, PyAny>,
    r#unsafe: bool,
    version: Option<&Bound<'_, PyAny>>,
    metadata: Option<&Bound<'_, PyAny>>,
    placeholders: bool,
    rules: Option<&Bound<'_, PyAny>>,
    allow: Option<&Bound<'_, PyAny>>,
    dns64: bool,
    resolve: bool,
    name: Option<String>,
) -> PyResult<Fixed> {
    Checker::of(version, metadata, placeholders, rules, allow, dns64, resolve)?.mend(py, job, r#unsafe, name)
}

/// Checks a callback URL: whether it is https, public, and means what it says.
///
/// Args:
///     url: The URL as text.
///     allow: Hosts and networks that it may call although they are not public.
///     dns64: The network is IPv6-only behind DNS64.
///     resolve: Look up its host; every address must be public.
///
/// >>> import bulkwrite
/// >>> bulkwrite.check_url("https://hooks.zylker.com/bulk").ok
/// True
/// >>> print(bulkwrite.check_url("https://10.0.0.7/hook"))
/// error[private-v4]: `10.0.0.7` is a private address (10.0.0.0/8, RFC 1918)
///  |
///  | https://10.0.0.7/hook
///  |         ^^^^^^^^
///  |
///  = help: use a host that the public internet can reach, or put this one on the project's allow list
#[pyfunction]
#[pyo3(signature = (url, /, *, allow=None, dns64=false, resolve=false))]
pub(crate) fn check_url(
    py: Python<'_>,
    url: &Bound<'_, PyAny>,
    allow: Option<&Bound<'_, PyAny>>,
    dns64: bool,
    resolve: bool,
) -> PyResult<UrlReport> {
    Checker::of(None, None, false, None, allow, dns64, resolve)?.url(py, url)
}

fn version(value: &Bound<'_, PyAny>) -> PyResult<ApiVersion> {
    let Ok(text) = value.cast::<PyString>() else {
        return Err(PyTypeError::new_err(format!("`version` is a `str` such as \"v8\", not `{}`", type_name(value))));
    };
    utf8(text)?.parse().map_err(|error| PyValueError::new_err(format!("{error}")))
}

/// A list of texts; a text alone is a mistake that would be taken for its letters.
fn entries(value: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    if value.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("`allow` is a list of hosts and networks, not one `str`: put it in brackets"));
    }
    let mut entries = Vec::new();
    for entry in value.try_iter()? {
        let entry = entry?;
        let Ok(text) = entry.cast::<PyString>() else {
            return Err(PyTypeError::new_err(format!("an entry of `allow` is a `str`, not `{}`", type_name(&entry))));
        };
        entries.push(utf8(text)?.to_owned());
    }
    Ok(entries)
}

fn levels(value: &Bound<'_, PyAny>) -> PyResult<Levels> {
    let Ok(dict) = value.cast::<PyDict>() else {
        let kind = type_name(value);
        return Err(PyTypeError::new_err(format!("`rules` is a `dict` from names to levels, not `{kind}`")));
    };
    let mut levels = Levels::default();
    for entry in dict.items() {
        let (name, level): (String, String) = entry
            .extract()
            .map_err(|_| PyTypeError::new_err("`rules` is a `dict` from names to levels, both of them `str`"))?;
        let rule = rules::find(&name).or_else(|| bulkwrite_data::rules::find(&name)).ok_or_else(|| {
            let names = rules::RULES.iter().chain(bulkwrite_data::rules::RULES).map(|rule| rule.name);
            let hint = suggest::near_miss(&name, names).map(|meant| format!("; did you mean `{meant}`?"));
            let name = core::quoted(&name);
            PyValueError::new_err(format!("there is no rule {name}{}", hint.unwrap_or_default()))
        })?;
        let level = match level.as_str() {
            "error" | "deny" => Some(Level::Error),
            "warn" | "warning" => Some(Level::Warning),
            "allow" | "off" => None,
            level => {
                let level = core::quoted(level);
                return Err(PyValueError::new_err(format!("{level} is no level: it is `error`, `warn` or `allow`")));
            }
        };
        levels.set(rule, level).map_err(|error| PyValueError::new_err(error.to_string()))?;
    }
    Ok(levels)
}

/// The fields of modules: a folder, or a dict of answers.
fn metadata(value: &Bound<'_, PyAny>) -> PyResult<Metadata> {
    let Ok(dict) = value.cast::<PyDict>() else {
        if !value.is_instance_of::<PyString>() && !value.hasattr("__fspath__")? {
            let kind = type_name(value);
            let message = format!("`metadata` is a folder, or a `dict` from modules to answers, not `{kind}`");
            return Err(PyTypeError::new_err(message));
        }
        return folder(&value.extract::<PathBuf>()?);
    };
    let mut metadata = Metadata::new();
    for entry in dict.items() {
        let (module, answer): (Bound<'_, PyAny>, Bound<'_, PyAny>) = entry.extract()?;
        let Ok(module) = module.cast::<PyString>() else {
            let kind = type_name(&module);
            return Err(PyTypeError::new_err(format!("a key of `metadata` is the name of a module, not `{kind}`")));
        };
        let module = utf8(module)?;
        let text = Input::read(&answer, None)?.text;
        metadata
            .read(module, &text)
            .map_err(|error| config(format_args!("metadata of `{module}`: {error}"), &error.help))?;
    }
    Ok(metadata)
}

fn folder(path: &Path) -> PyResult<Metadata> {
    let loaded = Loaded::with_metadata(path, Access::from_env());
    if let Some(error) = loaded.errors().first() {
        return Err(config(error, &error.help));
    }
    Ok(loaded.options(Path::new("-")).metadata.unwrap_or_default())
}
