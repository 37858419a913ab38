//! The parts of a Word file that hardly depend on its text.

use crate::html::escape;
use crate::set::Set;
use std::fmt::Write;

pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub fn content_types() -> Vec<u8> {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut parts = String::new();
    for (part, kind) in [
        ("document", "document.main"),
        ("footnotes", "footnotes"),
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("footer1", "footer"),
    ] {
        write!(
            parts,
            "<Override PartName=\"/word/{part}.xml\" ContentType=\"{word}.{kind}+xml\"/>"
        )
        .expect("memory takes all text");
    }
    format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Default Extension=\"png\" ContentType=\"image/png\"/>{parts}\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>\
         </Types>"
    )
    .into_bytes()
}

pub fn package() -> Vec<u8> {
    format!(
        "{HEAD}<Relationships xmlns=\"{RELATIONS}\">\
         <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
         <Relationship Id=\"rId3\" Type=\"{OFFICE}/extended-properties\" Target=\"docProps/app.xml\"/>\
         </Relationships>"
    )
    .into_bytes()
}

pub fn relations(images: &[(usize, Vec<u8>)]) -> Vec<u8> {
    let mut all = String::new();
    for (id, part) in [
        ("rIdStyles", "styles"),
        ("rIdNumbering", "numbering"),
        ("rIdSettings", "settings"),
        ("rIdFootnotes", "footnotes"),
    ] {
        write!(
            all,
            "<Relationship Id=\"{id}\" Type=\"{OFFICE}/{part}\" Target=\"{part}.xml\"/>"
        )
        .expect("memory takes all text");
    }
    for (index, _) in images {
        let number = index + 1;
        write!(
            all,
            "<Relationship Id=\"rIdFigure{number}\" Type=\"{OFFICE}/image\" Target=\"media/figure{number}.png\"/>"
        )
        .expect("memory takes all text");
    }
    format!(
        "{HEAD}<Relationships xmlns=\"{RELATIONS}\">{all}\
         <Relationship Id=\"rIdFooter\" Type=\"{OFFICE}/footer\" Target=\"footer1.xml\"/></Relationships>"
    )
    .into_bytes()
}

pub fn core(set: &Set) -> Vec<u8> {
    let date = set.date.map_or_else(String::new, |date| {
        format!(
            "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created>\
             <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:modified>"
        )
    });
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:creator>Annalist</dc:creator><dc:language>{}</dc:language>{date}\
         </cp:coreProperties>",
        escape(&set.title),
        escape(&set.lang)
    )
    .into_bytes()
}

pub fn app() -> Vec<u8> {
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>Annalist</Application></Properties>"
    )
    .into_bytes()
}

pub fn settings() -> Vec<u8> {
    format!(
        "{HEAD}<w:settings xmlns:w=\"{WORD}\"><w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>\
         <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         </w:settings>"
    )
    .into_bytes()
}

/// Page numbers.
pub fn footer() -> Vec<u8> {
    let field = |name: &str| {
        format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
    };
    format!(
        "{HEAD}<w:ftr xmlns:w=\"{WORD}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>{}\
         <w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>{}</w:p></w:ftr>",
        field("PAGE"),
        field("NUMPAGES")
    )
    .into_bytes()
}

/// A style's id, name, the style it is based on, its paragraph and run properties.
type StyleRow = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const PARAGRAPHS: [StyleRow; 17] = [
    (
        "Title",
        "Title",
        "Normal",
        "<w:keepNext/><w:spacing w:after=\"240\"/>",
        "<w:b/><w:sz w:val=\"36\"/><w:szCs w:val=\"36\"/>",
    ),
    (
        "Heading1",
        "heading 1",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:sz w:val=\"34\"/><w:szCs w:val=\"34\"/>",
    ),
    (
        "Heading2",
        "heading 2",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"320\" w:after=\"100\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/><w:sz w:val=\"27\"/><w:szCs w:val=\"27\"/>",
    ),
    (
        "Heading3",
        "heading 3",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"240\" w:after=\"60\"/><w:outlineLvl w:val=\"2\"/>",
        "<w:b/><w:sz w:val=\"23\"/><w:szCs w:val=\"23\"/>",
    ),
    (
        "Heading4",
        "heading 4",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"200\" w:after=\"60\"/><w:outlineLvl w:val=\"3\"/>",
        "<w:b/>",
    ),
    (
        "Heading5",
        "heading 5",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"160\" w:after=\"60\"/><w:outlineLvl w:val=\"4\"/>",
        "<w:b/><w:i/>",
    ),
    (
        "Heading6",
        "heading 6",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"160\" w:after=\"60\"/><w:outlineLvl w:val=\"5\"/>",
        "<w:i/>",
    ),
    ("Date", "Date", "Normal", "", "<w:color w:val=\"595959\"/>"),
    (
        "Quote",
        "Quote",
        "Normal",
        "<w:pBdr><w:left w:val=\"single\" w:sz=\"12\" w:space=\"10\" w:color=\"BFBFBF\"/></w:pBdr><w:ind w:left=\"425\" w:right=\"425\"/>",
        "",
    ),
    (
        "ListParagraph",
        "List Paragraph",
        "Normal",
        "<w:spacing w:after=\"60\"/>",
        "",
    ),
    (
        "TableText",
        "Table Text",
        "Normal",
        "<w:spacing w:before=\"30\" w:after=\"30\" w:line=\"240\" w:lineRule=\"auto\"/>",
        "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
    (
        "Caption",
        "caption",
        "Normal",
        "<w:spacing w:after=\"200\"/>",
        "<w:color w:val=\"595959\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
    (
        "Figure",
        "Figure",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"60\"/><w:jc w:val=\"center\"/>",
        "",
    ),
    (
        "Code",
        "Code",
        "Normal",
        "<w:spacing w:after=\"120\" w:line=\"240\" w:lineRule=\"auto\"/>",
        "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Courier New\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
    (
        "Bibliography",
        "Bibliography",
        "Normal",
        "<w:spacing w:after=\"80\"/>",
        "<w:sz w:val=\"19\"/><w:szCs w:val=\"19\"/>",
    ),
    (
        "FootnoteText",
        "footnote text",
        "Normal",
        "<w:spacing w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>",
        "<w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>",
    ),
    (
        "Footer",
        "footer",
        "Normal",
        "<w:jc w:val=\"center\"/>",
        "<w:color w:val=\"595959\"/><w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>",
    ),
];

pub fn styles(set: &Set) -> Vec<u8> {
    let lang = escape(&set.lang);
    let bidi = if set.right_to_left { "<w:bidi/>" } else { "" };
    let mut out = format!(
        "{HEAD}<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Cambria\" w:hAnsi=\"Cambria\" w:eastAsia=\"Cambria\" w:cs=\"Times New Roman\"/>\
         <w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/><w:lang w:val=\"{lang}\" w:bidi=\"{lang}\"/>\
         </w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>\
         <w:spacing w:after=\"140\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/><w:pPr>{bidi}</w:pPr></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>\
         <w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"80\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"80\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
    );
    for (id, name, based, paragraph, run) in PARAGRAPHS {
        write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"{based}\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
        .expect("memory takes all text");
    }
    out.push_str(
        "<w:style w:type=\"character\" w:styleId=\"FootnoteReference\"><w:name w:val=\"footnote reference\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr><w:color w:val=\"7A3410\"/><w:u w:val=\"single\"/></w:rPr></w:style>\
         <w:style w:type=\"table\" w:styleId=\"BriefTable\"><w:name w:val=\"Brief Table\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>\
         <w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"BFBFBF\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"BFBFBF\"/></w:tblBorders></w:tblPr>\
         <w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>\
         </w:styles>",
    );
    out.into_bytes()
}
