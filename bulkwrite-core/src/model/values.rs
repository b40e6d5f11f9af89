//! Parts of a job that are made one by one, each of them checked: what goes into the expressions of `bulk_write!`.

use std::borrow::Cow;
use std::convert::Infallible;

use super::job::DefaultData;
use super::parts;
use super::{
    ApiName, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Format, Resource, ValueError,
};

/// A text of a job: a constant, or made at run time.
type Text = Cow<'static, str>;

impl From<Infallible> for ValueError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl Callback {
    /// A call of `url`, by `POST`.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{Callback, CallbackUrl};
    ///
    /// let callback = Callback::new("https://hooks.zylker.com/bulk")?;
    /// assert_eq!(callback.url().as_str(), "https://hooks.zylker.com/bulk");
    /// assert!(Callback::new("http://localhost:3000/bulk").is_err());
    /// # Ok::<(), bulkwrite::ValueError>(())
    /// ```
    pub fn new<U>(url: U) -> Result<Self, ValueError>
    where
        U: TryInto<CallbackUrl>,
        ValueError: From<U::Error>,
    {
        Ok(parts::callback(url.try_into()?))
    }
}

impl DefaultValue {
    /// A default that is a string, as the cell of a CSV would have it.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::DefaultValue;
    ///
    /// let owner = DefaultValue::new("4150868000000225013").with_name("Ann").with_module("users");
    /// assert_eq!((owner.value(), owner.name()), ("4150868000000225013", Some("Ann")));
    /// ```
    pub fn new(value: impl Into<Text>) -> Self {
        Self { value: DefaultData::Text(value.into()), name: None, module: None }
    }

    /// Names the record beside its id.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<Text>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Names the module of the record beside its id.
    #[must_use]
    pub fn with_module(mut self, module: impl Into<Text>) -> Self {
        self.module = Some(module.into());
        self
    }
}

impl FieldMapping {
    /// A field that a column fills, counted from 0.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::FieldMapping;
    ///
    /// let header = ["Last_Name", "Email"];
    /// let columns: Vec<FieldMapping> =
    ///     header.iter().enumerate().map(|(i, name)| FieldMapping::column(*name, i)).collect::<Result<_, _>>()?;
    /// assert_eq!(columns[1].api_name().as_str(), "Email");
    /// assert!(FieldMapping::column("Last Name", 0).is_err());
    /// # Ok::<(), bulkwrite::ValueError>(())
    /// ```
    pub fn column<N, I>(field: N, index: I) -> Result<Self, ValueError>
    where
        N: TryInto<ApiName>,
        I: TryInto<ColumnIndex>,
        ValueError: From<N::Error> + From<I::Error>,
    {
        Ok(parts::index(parts::mapping(field.try_into()?), index.try_into()?))
    }

    /// A field that has no column, and the same value in every record.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{DefaultValue, FieldMapping};
    ///
    /// let source = FieldMapping::constant("Lead_Source", DefaultValue::new("Web"))?;
    /// assert_eq!(source.default_value().map(DefaultValue::value), Some("Web"));
    /// # Ok::<(), bulkwrite::ValueError>(())
    /// ```
    pub fn constant<N>(field: N, value: DefaultValue) -> Result<Self, ValueError>
    where
        N: TryInto<ApiName>,
        ValueError: From<N::Error>,
    {
        Ok(parts::default_value(parts::mapping(field.try_into()?), value))
    }

    /// Names the pattern of the column's dates or numbers.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::FieldMapping;
    ///
    /// let date = FieldMapping::column("Date_3", 2)?.with_format("yyyy/MM/dd")?;
    /// assert_eq!(date.format().map(|format| format.as_str()), Some("yyyy/MM/dd"));
    /// # Ok::<(), bulkwrite::ValueError>(())
    /// ```
    pub fn with_format<F>(mut self, pattern: F) -> Result<Self, ValueError>
    where
        F: TryInto<Format>,
        ValueError: From<F::Error>,
    {
        self.format = Some(pattern.try_into()?);
        Ok(self)
    }

    /// Names the field of the looked-up module by which the column names its record.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::FieldMapping;
    ///
    /// let account = FieldMapping::column("Account_Name", 3)?.with_find_by("Account_Name")?;
    /// assert!(account.find_by().is_some());
    /// # Ok::<(), bulkwrite::ValueError>(())
    /// ```
    pub fn with_find_by<N>(mut self, field: N) -> Result<Self, ValueError>
    where
        N: TryInto<ApiName>,
        ValueError: From<N::Error>,
    {
        self.find_by = Some(field.try_into()?);
        Ok(self)
    }

    /// Gives what fills the field where the column does not.
    #[must_use]
    pub fn with_default(mut self, value: DefaultValue) -> Self {
        self.default_value = Some(value);
        self
    }

    /// Names the looked-up module.
    pub fn with_module<N>(mut self, module: N) -> Result<Self, ValueError>
    where
        N: TryInto<ApiName>,
        ValueError: From<N::Error>,
    {
        self.module = Some(module.try_into()?);
        Ok(self)
    }

    /// Names the column of the parent's CSV that this column repeats.
    pub fn with_parent_column_index<I>(mut self, index: I) -> Result<Self, ValueError>
    where
        I: TryInto<ColumnIndex>,
        ValueError: From<I::Error>,
    {
        self.parent_column_index = Some(index.try_into()?);
        Ok(self)
    }
}

impl Resource {
    /// A module and the id that the upload of its file returned.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{FieldMapping, Resource};
    ///
    /// let leads = Resource::new("Leads", "4150868000005379001")?
    ///     .with_mappings([FieldMapping::column("Last_Name", 0)?, FieldMapping::column("Email", 1)?])
    ///     .with_ignore_empty(true);
    /// assert_eq!(leads.mappings().map(<[_]>::len), Some(2));
    /// assert!(Resource::new("Leads", "leads.zip").is_err());
    /// # Ok::<(), bulkwrite::ValueError>(())
    /// ```
    pub fn new<M, F>(module: M, file_id: F) -> Result<Self, ValueError>
    where
        M: TryInto<ApiName>,
        F: TryInto<FileId>,
        ValueError: From<M::Error> + From<F::Error>,
    {
        Ok(parts::resource(module.try_into()?, file_id.try_into()?))
    }

    /// Says which column goes into which field.
    #[must_use]
    pub fn with_mappings(mut self, mappings: impl IntoIterator<Item = FieldMapping>) -> Self {
        self.mappings = Some(mappings.into_iter().collect());
        self
    }

    /// Names the field by which existing records are found: `id` or a unique field.
    pub fn with_find_by<N>(mut self, field: N) -> Result<Self, ValueError>
    where
        N: TryInto<ApiName>,
        ValueError: From<N::Error>,
    {
        self.find_by = Some(field.try_into()?);
        Ok(self)
    }

    /// Says whether blank cells leave the stored value alone.
    #[must_use]
    pub const fn with_ignore_empty(mut self, ignore: bool) -> Self {
        self.ignore_empty = Some(ignore);
        self
    }

    /// Names the CSV files inside the zip, where it has more than one.
    #[must_use]
    pub fn with_file_names<T: Into<Text>>(mut self, names: impl IntoIterator<Item = T>) -> Self {
        self.file_names = names.into_iter().map(Into::into).collect();
        self
    }

    /// Gives the id of the module, which versions before v2.1 do not take.
    #[must_use]
    pub fn with_module_id(mut self, id: impl Into<Text>) -> Self {
        self.module_id = Some(id.into());
        self
    }
}
