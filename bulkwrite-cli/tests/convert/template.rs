bulk_write! {
    version: v8,
    operation: {{ operation }},
    ignore_empty: {{ skip_blanks }},
    callback: { url: {{ callback }}, method: post },
    resource: [{
        type: data,
        module: { api_name: {{ module }} },
        file_id: {{ file_id }},
        find_by: {{ type_ }},
        field_mappings: [
            { api_name: {{ value_1st }}, index: {{ column }} },
            { api_name: Date_3, index: 2, format: {{ format }} },
            { api_name: Lead_Source, default_value: { value: {{ source }} } },
        ],
    }],
}
