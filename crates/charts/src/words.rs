/// What stands around a chart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Headline. What a screen reader says first.
    pub title: String,
    /// Sentences beneath, with full stops: the filter, the numbers counted, the counting
    /// policy, what is left out. The chart adds what it could not draw itself.
    pub caption: Vec<String>,
}

impl Words {
    /// A headline and the sentences beneath.
    pub fn new<S: Into<String>>(
        title: impl Into<String>,
        caption: impl IntoIterator<Item = S>,
    ) -> Self {
        Words {
            title: title.into(),
            caption: caption.into_iter().map(Into::into).collect(),
        }
    }
}
