//! The visible words below a node of a page, a block a line.

use super::layout::Layout;
use dom_query::NodeRef;

/// Elements that show no words of a report.
const UNSEEN: [&str; 22] = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "canvas",
    "iframe",
    "object",
    "embed",
    "head",
    "title",
    "select",
    "textarea",
    "button",
    "input",
    "audio",
    "video",
    "datalist",
    "meta",
    "link",
    "math-annotation",
    "dialog",
];
/// The frame around an article.
const FRAME: [&str; 4] = ["nav", "aside", "footer", "form"];
/// Blocks with a blank line before and behind.
const PARAGRAPHS: [&str; 15] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "table",
    "figure",
    "section",
    "article",
    "hr",
    "dl",
];
/// Blocks with a line of their own.
const LINES: [&str; 22] = [
    "div",
    "dt",
    "dd",
    "caption",
    "figcaption",
    "address",
    "summary",
    "details",
    "header",
    "footer",
    "main",
    "nav",
    "aside",
    "form",
    "fieldset",
    "legend",
    "center",
    "body",
    "html",
    "option",
    "tbody",
    "thead",
];

/// The visible words below `root`; `without_frame` leaves menus, forms and footers out.
///
/// Goes through the tree without recursion, so depth does not matter.
pub(super) fn words(root: &NodeRef, without_frame: bool) -> String {
    let mut state = State {
        layout: Layout::default(),
        without_frame,
        layout_tables: Vec::new(),
        columns: Vec::new(),
    };
    let mut node = *root;
    loop {
        if state.enter(&node)
            && let Some(child) = node.first_child()
        {
            node = child;
            continue;
        }
        loop {
            if node.id == root.id {
                return state.layout.finish();
            }
            if let Some(next) = node.next_sibling() {
                state.leave(&node);
                node = next;
                break;
            }
            state.leave(&node);
            match node.parent() {
                Some(parent) => node = parent,
                None => return state.layout.finish(),
            }
        }
    }
}

/// Whether elements are nested deeper than `limit` below `root`.
pub(super) fn is_deeper_than(root: &NodeRef, limit: usize) -> bool {
    let mut node = *root;
    let mut depth = 0;
    loop {
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            if depth > limit {
                return true;
            }
            continue;
        }
        loop {
            if node.id == root.id {
                return false;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return false,
            }
            depth -= 1;
        }
    }
}

struct State {
    layout: Layout,
    without_frame: bool,
    /// For each open table, whether it only arranges the page.
    layout_tables: Vec<bool>,
    /// For each open table, where its open row stands.
    columns: Vec<Columns>,
}

/// Which columns of a table the cells of its rows stand in.
#[derive(Default)]
struct Columns {
    /// For each column, how many rows a cell above still reaches down.
    reaching: Vec<usize>,
    /// The next free column of the open row.
    next: usize,
    /// Columns that the last cell covered beside its own.
    covered: usize,
}

/// Cells that say they span more than this are taken at their word no further.
const WIDEST: usize = 100;

impl Columns {
    fn row(&mut self) {
        self.next = 0;
        self.covered = 0;
    }

    /// How many blank cells stand before the next one, which spans so many columns and rows.
    fn cell(&mut self, columns: usize, rows: usize) -> usize {
        let mut blank = self.covered;
        self.next += self.covered;
        while self.reaching.get(self.next).is_some_and(|rows| *rows > 0) {
            self.reaching[self.next] -= 1;
            self.next += 1;
            blank += 1;
        }
        if self.reaching.len() < self.next + columns {
            self.reaching.resize(self.next + columns, 0);
        }
        for column in &mut self.reaching[self.next..self.next + columns] {
            *column = rows - 1;
        }
        self.next += 1;
        self.covered = columns - 1;
        blank
    }

    /// The row ends: cells above that reach past its last one have one row less to go.
    fn end(&mut self) {
        let from = self.next + self.covered;
        for column in self.reaching.iter_mut().skip(from) {
            *column = column.saturating_sub(1);
        }
    }
}

/// How many columns or rows a cell spans.
fn spans(node: &NodeRef, name: &str) -> usize {
    node.attr(name)
        .and_then(|value| value.trim().parse::<usize>().ok())
        .map_or(1, |value| value.clamp(1, WIDEST))
}

impl State {
    /// Starts a node; whether its children are to be seen.
    fn enter(&mut self, node: &NodeRef) -> bool {
        if node.is_text() {
            self.layout.words(&node.text());
            return false;
        }
        let Some(name) = node.node_name() else {
            return true;
        };
        let name: &str = &name;
        if !node.is_element() {
            return true;
        }
        if UNSEEN.contains(&name) || self.without_frame && FRAME.contains(&name) || is_hidden(node)
        {
            return false;
        }
        match name {
            "br" => self.layout.line(),
            "ul" | "ol" | "menu" => self.layout.list(true),
            "li" => self.layout.item(),
            "tr" if self.is_data() => {
                self.layout.row(true);
                if let Some(columns) = self.columns.last_mut() {
                    columns.row();
                }
            }
            "td" | "th" if self.is_data() => self.cell(node),
            "td" | "th" => self.layout.paragraph(),
            "table" => {
                self.layout.paragraph();
                self.layout_tables.push(only_arranges(node));
                self.columns.push(Columns::default());
            }
            "sup" if is_footnote_mark(node) => {
                self.layout.words(&format!("[{}]", node.text().trim()));
                return false;
            }
            _ => self.block(name),
        }
        if name == "pre" {
            self.layout.keep_lines(true);
        }
        true
    }

    /// Ends a node, also one whose children were not seen.
    fn leave(&mut self, node: &NodeRef) {
        if !node.is_element() {
            return;
        }
        let Some(name) = node.node_name() else { return };
        let name: &str = &name;
        if UNSEEN.contains(&name) || self.without_frame && FRAME.contains(&name) || is_hidden(node)
        {
            return;
        }
        match name {
            "ul" | "ol" | "menu" => self.layout.list(false),
            "li" => self.layout.line(),
            "tr" if self.is_data() => {
                self.layout.row(false);
                if let Some(columns) = self.columns.last_mut() {
                    columns.end();
                }
            }
            "td" | "th" if !self.is_data() => self.layout.paragraph(),
            "table" => {
                self.layout_tables.pop();
                self.columns.pop();
                self.layout.paragraph();
            }
            "pre" => {
                self.layout.keep_lines(false);
                self.layout.paragraph();
            }
            _ => self.block(name),
        }
    }

    fn block(&mut self, name: &str) {
        if PARAGRAPHS.contains(&name) {
            self.layout.paragraph();
        } else if LINES.contains(&name) {
            self.layout.line();
        }
    }

    /// A cell, behind blank ones for those that reach into its row from above or beside.
    fn cell(&mut self, node: &NodeRef) {
        let blank = self.columns.last_mut().map_or(0, |columns| {
            columns.cell(spans(node, "colspan"), spans(node, "rowspan"))
        });
        for _ in 0..=blank {
            self.layout.cell();
        }
    }

    fn is_data(&self) -> bool {
        self.layout_tables.last() == Some(&false)
    }
}

fn is_hidden(node: &NodeRef) -> bool {
    node.has_attr("hidden")
        || node
            .attr("aria-hidden")
            .is_some_and(|value| &*value == "true")
        || node.attr("style").is_some_and(|style| {
            let style: String = style.to_ascii_lowercase().split_whitespace().collect();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}

/// A linked number set high: `<sup><a href="#n1">1</a></sup>`.
fn is_footnote_mark(node: &NodeRef) -> bool {
    let words = node.text();
    let words = words.trim();
    !words.is_empty()
        && words.len() <= 4
        && words.bytes().all(|byte| byte.is_ascii_digit())
        && (node
            .first_element_child()
            .is_some_and(|child| child.has_name("a"))
            || node.parent().is_some_and(|parent| parent.has_name("a")))
}

/// Whether a table holds a table or whole paragraphs, as old pages arrange their columns.
fn only_arranges(table: &NodeRef) -> bool {
    let mut paragraphs = 0;
    for node in table.descendants_it() {
        if node.has_name("table") {
            return true;
        }
        if node.has_name("p") && node.parent().is_some_and(|parent| parent.has_name("td")) {
            paragraphs += usize::from(
                node.prev_element_sibling()
                    .is_some_and(|before| before.has_name("p")),
            );
        }
    }
    paragraphs >= 2
}
