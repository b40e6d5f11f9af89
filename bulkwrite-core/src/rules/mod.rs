//! The rules: one file each, named in that of its group; one line below registers it.

pub mod callback;
pub(crate) mod callback_family;
pub mod mapping;
pub mod metadata;
pub mod parent;
pub mod resource;
pub mod shape;

use crate::rule::{Group, Rule};

/// The registry from one list, by group.
macro_rules! rules {
    ($($group:ident { $($rule:ident,)* })*) => {
        /// Every rule, by group, in the order of the documentation.
        pub static RULES: &[&Rule] = &[$($(&$group::$rule::RULE,)*)*];
    };
}

rules! {
    shape {
        invalid_json,
        byte_order_mark,
        duplicate_key,
        unknown_key,
        missing_key,
        wrong_type,
        explicit_null,
        module_shape,
        unresolved_placeholder,
        too_long,
        too_new_key,
    }
    resource {
        unknown_operation,
        empty_resource,
        too_many_resources,
        unsupported_resource_type,
        malformed_module_name,
        module_scope_name,
        unsupported_module,
        inventory_module,
        malformed_file_id,
        file_id_as_number,
        suspicious_file_id,
        file_id_is_another_id,
        unknown_character_encoding,
        blanks_overwrite,
        ignore_empty_twice,
        missing_find_by,
        find_by_not_mapped,
        find_by_skips_existing,
        misspelt_find_by,
        result_lacks_key,
    }
    parent {
        nested_resource,
        missing_parent_column_index,
        parent_column_index_without_parent,
        parent_column_index_with_find_by,
        child_before_parent,
        negative_parent_column_index,
        unmapped_parent_column,
        children_without_mappings,
        missing_file_names,
        suspicious_file_name,
        shared_csv,
        different_file_ids,
        duplicate_module,
        subform_parent_id,
    }
    mapping {
        malformed_field_name,
        negative_index,
        index_too_large,
        fractional_index,
        duplicate_field,
        duplicate_index,
        one_based_index,
        too_many_mappings,
        empty_mappings,
        malformed_default_value,
        layout_default_not_an_id,
        layout_by_name,
        malformed_format,
        suspicious_format,
    }
    callback {
        unsupported_callback_method,
        insecure_callback,
        callback_malformed,
        callback_userinfo,
        callback_noncanonical_host,
        callback_private_address,
        callback_private_name,
        callback_port,
        callback_oddity,
    }
    metadata {
        unknown_module,
        unknown_field,
        unwritable_field,
        unsupported_field_type,
        unmapped_required_field,
        lookup_without_find_by,
        needless_find_by,
        find_by_not_unique,
        date_without_format,
        needless_format,
        format_lacks_time,
        format_lacks_date,
        format_has_time,
        default_value_type,
    }
}

/// The rule of that name.
///
/// ```
/// use bulkwrite_core::rules;
///
/// assert_eq!(rules::find("missing-key").map(|rule| rule.name), Some("missing-key"));
/// assert_eq!(rules::find("no-such-rule"), None);
/// ```
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The rules of a group.
pub fn of(group: Group) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().filter(move |rule| rule.group == group)
}

/// What to do instead of lowering a rule that keeps callbacks out of private networks; `None` for any other rule.
///
/// No configuration may set such a rule to `warn` or `allow`: that would be a switch that turns the check off.
///
/// ```
/// use bulkwrite_core::rules;
///
/// let cure = |name| rules::guard_cure(rules::find(name).unwrap());
/// assert!(cure("callback-private-address").unwrap().contains("[callback]"));
/// assert_eq!(cure("callback-port"), None);
/// ```
pub fn guard_cure(rule: &Rule) -> Option<&'static str> {
    let has_host = [&callback::callback_private_address::RULE, &callback::callback_private_name::RULE];
    let has_none = [
        &callback::insecure_callback::RULE,
        &callback::callback_malformed::RULE,
        &callback::callback_userinfo::RULE,
        &callback::callback_noncanonical_host::RULE,
    ];
    if has_host.contains(&rule) {
        Some("name the hosts that are meant: `[callback]`, then `allow = [\"crm.corp\", \"10.1.0.0/16\"]`")
    } else if has_none.contains(&rule) {
        Some("correct the URL; hosts that are not public go into `allow` below `[callback]`")
    } else {
        None
    }
}
