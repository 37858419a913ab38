use crate::Words;

/// A chart with nothing to draw.
pub fn empty(words: &Words) -> String {
    let safe = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 60\" role=\"img\"><title>{}</title></svg>\n",
        safe(&words.title)
    )
}
