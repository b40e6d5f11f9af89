//! What an expansion without expressions evaluates to: the constant that the compiler would make of it.

use bulkwrite_core::model::parts::{self, List, Text};
use bulkwrite_core::{
    ApiName, ApiVersion, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Format, Job,
    Operation, Resource, VERSIONS,
};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The job that an expansion makes; `None` if it is an error or the job that stands in for one.
pub(super) fn job(expansion: TokenStream) -> Option<Job> {
    let text = expansion.to_string();
    if text.contains("compile_error") {
        return None;
    }
    assert!(!text.contains("no_job"), "a job stands in without an error: {text}");
    match expression(&expansion.into_iter().collect::<Vec<_>>()) {
        Value::Job(job) => Some(*job),
        _ => panic!("no job: {text}"),
    }
}

/// A value of any of the types that expansions have.
enum Value {
    Job(Box<Job>),
    Resource(Box<Resource>),
    Mapping(Box<FieldMapping>),
    Default(DefaultValue),
    Callback(Callback),
    Version(ApiVersion),
    Operation(Operation),
    Name(ApiName),
    FileId(FileId),
    Url(CallbackUrl),
    Format(Format),
    Index(ColumnIndex),
    Text(Text),
    Bool(bool),
    Number(u64),
    Literal(&'static str),
    List(Vec<Value>),
}

macro_rules! take {
    ($($name:ident $variant:ident $ty:ty;)*) => {
        impl Value {
            $(
                fn $name(self) -> $ty {
                    match self {
                        Self::$variant(value) => value,
                        _ => panic!("expected {}", stringify!($variant)),
                    }
                }
            )*
        }
    };
}

take! {
    job Job Box<Job>;
    resource Resource Box<Resource>;
    mapping Mapping Box<FieldMapping>;
    default Default DefaultValue;
    callback Callback Callback;
    version Version ApiVersion;
    operation Operation Operation;
    name Name ApiName;
    file_id FileId FileId;
    url Url CallbackUrl;
    format Format Format;
    index Index ColumnIndex;
    text Text Text;
    boolean Bool bool;
    number Number u64;
    literal Literal &'static str;
    list List Vec<Value>;
}

fn expression(trees: &[TokenTree]) -> Value {
    // Warnings stand before the value.
    let warnings = trees.iter().take_while(|tree| braced(tree).is_some()).count();
    match &trees[if trees.len() > warnings { warnings } else { 0 }..] {
        [tree] if braced(tree).is_some() => expression(&braced(tree).unwrap_or_default()),
        [TokenTree::Literal(literal)] => {
            let text = literal.to_string();
            match text.parse() {
                Ok(number) => Value::Number(number),
                Err(_) => {
                    let text = syn::parse_str::<syn::LitStr>(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
                    Value::Literal(Box::leak(text.value().into_boxed_str()))
                }
            }
        }
        [TokenTree::Ident(word)] => Value::Bool(*word == "true"),
        // `const { & [ … ] }`
        [TokenTree::Ident(_), list] => {
            let inner = braced(list).unwrap_or_default();
            let Some(TokenTree::Group(items)) = inner.last() else { panic!("expected a list") };
            Value::List(arguments(items.stream()))
        }
        [path @ .., TokenTree::Group(inside)] if inside.delimiter() == Delimiter::Parenthesis => {
            let Some(TokenTree::Ident(function)) = path.last() else { panic!("expected a function") };
            call(&function.to_string(), arguments(inside.stream()))
        }
        path => {
            let words: Vec<String> = path.iter().map(ToString::to_string).collect();
            let word = words.last().unwrap_or_else(|| panic!("expected a value"));
            let is_operation = words.iter().any(|word| word == "Operation");
            if is_operation {
                let is = |operation: &Operation| operation.as_str().eq_ignore_ascii_case(word);
                Value::Operation(Operation::ALL.into_iter().find(is).unwrap_or_else(|| panic!("{word}")))
            } else {
                let facts = VERSIONS.iter().find(|facts| facts.version.ident() == *word);
                Value::Version(facts.unwrap_or_else(|| panic!("{word}")).version)
            }
        }
    }
}

fn braced(tree: &TokenTree) -> Option<Vec<TokenTree>> {
    match tree {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream().into_iter().collect()),
        _ => None,
    }
}

fn arguments(stream: TokenStream) -> Vec<Value> {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let is_comma = |tree: &TokenTree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ',');
    trees.split(is_comma).filter(|argument| !argument.is_empty()).map(expression).collect()
}

fn call(function: &str, arguments: Vec<Value>) -> Value {
    let mut arguments = arguments.into_iter();
    let mut next = || arguments.next().unwrap_or_else(|| panic!("{function} lacks an argument"));
    let value = match function {
        "job" => {
            let (version, operation, resources) = (next().version(), next().operation(), next().list());
            let resources = resources.into_iter().map(|value| *value.resource()).collect();
            Value::Job(Box::new(parts::job(version, operation, resources, next().number())))
        }
        "job_ignore_empty" => Value::Job(Box::new(parts::job_ignore_empty(*next().job(), next().boolean()))),
        "character_encoding" => Value::Job(Box::new(parts::character_encoding(*next().job(), next().text()))),
        "job_callback" => Value::Job(Box::new(parts::job_callback(*next().job(), next().callback()))),
        "callback" => Value::Callback(parts::callback(next().url())),
        "resource" => Value::Resource(Box::new(parts::resource(next().name(), next().file_id()))),
        "module_id" => Value::Resource(Box::new(parts::module_id(*next().resource(), next().text()))),
        "file_names" => {
            let (resource, names) = (next().resource(), next().list());
            let names: List<Text> = names.into_iter().map(Value::text).collect();
            Value::Resource(Box::new(parts::file_names(*resource, names)))
        }
        "resource_find_by" => Value::Resource(Box::new(parts::resource_find_by(*next().resource(), next().name()))),
        "resource_ignore_empty" => {
            Value::Resource(Box::new(parts::resource_ignore_empty(*next().resource(), next().boolean())))
        }
        "mappings" => {
            let (resource, mappings) = (next().resource(), next().list());
            let mappings = mappings.into_iter().map(|value| *value.mapping()).collect();
            Value::Resource(Box::new(parts::mappings(*resource, mappings)))
        }
        "column" => {
            let (name, position) = (next().literal(), next().number());
            Value::Mapping(Box::new(parts::column(name, u32::try_from(position).expect("a position"))))
        }
        "mapping" => Value::Mapping(Box::new(parts::mapping(next().name()))),
        "index" => Value::Mapping(Box::new(parts::index(*next().mapping(), next().index()))),
        "format" => Value::Mapping(Box::new(parts::format(*next().mapping(), next().format()))),
        "mapping_find_by" => Value::Mapping(Box::new(parts::mapping_find_by(*next().mapping(), next().name()))),
        "default_value" => Value::Mapping(Box::new(parts::default_value(*next().mapping(), next().default()))),
        "mapping_module" => Value::Mapping(Box::new(parts::mapping_module(*next().mapping(), next().name()))),
        "parent_column_index" => {
            Value::Mapping(Box::new(parts::parent_column_index(*next().mapping(), next().index())))
        }
        "default" => Value::Default(parts::default(next().text())),
        "default_json" => Value::Default(parts::default_json(next().literal(), next().number())),
        "default_name" => Value::Default(parts::default_name(next().default(), next().text())),
        "default_module" => Value::Default(parts::default_module(next().default(), next().text())),
        "name" => Value::Name(parts::name(next().literal())),
        "file_id" => Value::FileId(parts::file_id(next().literal())),
        "any_name" => Value::Name(parts::any_name(next().literal(), next().number())),
        "any_file_id" => Value::FileId(parts::any_file_id(next().literal(), next().number())),
        "url" => Value::Url(parts::url(next().literal(), next().number())),
        "pattern" => Value::Format(parts::pattern(next().literal(), next().number())),
        "at" => Value::Index(parts::at(u32::try_from(next().number()).expect("a position"))),
        "text" => Value::Text(parts::text(next().literal())),
        "fixed" => next(),
        _ => panic!("`{function}` is not known here: add it"),
    };
    assert!(arguments.next().is_none(), "{function} has too many arguments");
    value
}
