//! What an expression in `bulk_write!` is taken by: for each type a function that takes that type alone.
//!
//! A function that simply took the type would be the same, but for the words of the compiler, which knows no cure; and a
//! trait alone would not let it infer a value such as `text.parse()?`. So there are two methods of one name: one of a hole
//! with a value of the right type, which is what the compiler settles on where the type is open, and, found only where that
//! does not apply, one of a misfit, whose bound nothing fulfils and says what to write.

use std::ops::Deref;

use super::{
    ApiName, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Format, Job, Operation, Resource,
};

macro_rules! places {
    ($($take:ident $hole:ident $misfit:ident $place:ident $ty:ty, $kind:literal, $cure:literal;)*) => {
        $(
            #[doc = concat!("A value where ", $kind, ".")]
            pub struct $hole<V>($misfit<V>);

            #[doc = concat!("A value where ", $kind, ", and which may be none.")]
            pub struct $misfit<V>(V);

            #[doc = concat!("What nothing is: another type where ", $kind, ".")]
            #[diagnostic::on_unimplemented(message = "`{V}` is of another type than this place of a job", label = $kind, note = $cure)]
            pub trait $place<V> {
                /// What cannot be made.
                fn none() -> Self;
            }

            #[doc = concat!("Holds a value where ", $kind, ".")]
            pub const fn $take<V>(value: V) -> $hole<V> {
                $hole($misfit(value))
            }

            impl $hole<$ty> {
                /// The value itself.
                pub fn take(self) -> $ty {
                    self.0.0
                }
            }

            impl<V> Deref for $hole<V> {
                type Target = $misfit<V>;

                fn deref(&self) -> &$misfit<V> {
                    &self.0
                }
            }

            impl<V> $misfit<V> {
                /// Nothing can call this: the compiler says why.
                pub fn take(&self) -> $ty
                where
                    $ty: $place<V>,
                {
                    <$ty as $place<V>>::none()
                }
            }
        )*
    };
}

places! {
    take_file_id FileIdHole FileIdMisfit FileIdPlace FileId, "a `FileId` belongs here", "make one by `text.parse()?` or `FileId::parse(text)?`: it checks the id";
    take_index IndexHole IndexMisfit IndexPlace ColumnIndex, "a `ColumnIndex` belongs here", "make one by `ColumnIndex::try_from(number)?`: it checks the number";
    take_name NameHole NameMisfit NamePlace ApiName, "an `ApiName` belongs here", "make one by `text.parse()?` or `ApiName::parse(text)?`: it checks the name";
    take_format FormatHole FormatMisfit FormatPlace Format, "a `Format` belongs here", "make one by `text.parse()?` or `Format::parse(text)?`: it checks the pattern";
    take_url UrlHole UrlMisfit UrlPlace CallbackUrl, "a `CallbackUrl` belongs here", "make one by `text.parse()?` or `CallbackUrl::parse(text)?`: it checks the URL";
    take_operation OperationHole OperationMisfit OperationPlace Operation, "an `Operation` belongs here", "write `Operation::Insert`, `Update` or `Upsert`, or make one of a text by `text.parse()?`";
    take_flag FlagHole FlagMisfit FlagPlace bool, "a `bool` belongs here", "make one by `value == …` or whatever else is `true` or `false`";
    take_text TextHole TextMisfit TextPlace String, "a `String` belongs here", "make one by `text.to_owned()` or `value.to_string()`";
    take_callback CallbackHole CallbackMisfit CallbackPlace Callback, "a `Callback` belongs here", "make one by `Callback::new(url)?`: it checks the URL";
    take_default DefaultHole DefaultMisfit DefaultPlace DefaultValue, "a `DefaultValue` belongs here", "make one by `DefaultValue::new(text)`";
    take_resource ResourceHole ResourceMisfit ResourcePlace Resource, "a `Resource` belongs here", "make one by `Resource::new(module, file_id)?`: it checks both";
    take_mapping MappingHole MappingMisfit MappingPlace FieldMapping, "a `FieldMapping` belongs here", "make one by `FieldMapping::column(name, index)?`: it checks both";
    take_resources ResourcesHole ResourcesMisfit ResourcesPlace Vec<Resource>, "a `Vec<Resource>` belongs here", "make each by `Resource::new(module, file_id)?`, and a list by `vec![…]` or `.collect::<Result<Vec<_>, _>>()?`";
    take_mappings MappingsHole MappingsMisfit MappingsPlace Vec<FieldMapping>, "a `Vec<FieldMapping>` belongs here", "make each by `FieldMapping::column(name, index)?`, and a list by `vec![…]` or `.collect::<Result<Vec<_>, _>>()?`";
    take_texts TextsHole TextsMisfit TextsPlace Vec<String>, "a `Vec<String>` belongs here", "make each by `.to_owned()`, and a list by `vec![…]` or `.collect()`";
}

/// The job that holds the values of expressions. All that is made at run time is made in here, so that a constant is refused by
/// the name of this function, and once.
pub fn a_job_with_expressions_is_no_constant(make: impl FnOnce() -> Job) -> Job {
    make()
}
