//! Zoho CRM bulk write jobs, checked before they are sent.
