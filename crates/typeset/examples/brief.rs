//! Sets an invented brief with everything in it: `cargo run --release -p typeset --example brief`
//! writes `brief.html`, `brief.docx`, `brief.pdf` and `brief.bib` to `target/gallery/`.
//! With a Markdown file as argument it sets that one.

use charts::{Figure as Told, Toll, Tolls, Words};
use model::Estimate;
use std::path::Path;
use typeset::{Document, Figure, Options, Source, SourceKind, Style, bibtex, docx, html, pdf};

const TEXT: &str = "# Situation in April 2022

*This is an invented brief.* In April 2022, six attacks were counted, one fewer than in March.[^1]
One source states 33 attacks from 17 April to 1 May [@team, p. 4]; the record holds 37 for the same
window [@agency; @daily].

## Conflicting tolls

Three incidents have figures that differ between sources.[^2]

![Tolls of three incidents by source](figure:tolls)

## By province

| Province | Attacks | Killed | Policy |
|---|---|---|---|
| Kabul | 245 | 170–183 | range |
| Nangarhar | 129 | 4–8 | range |
| Kunar and the valleys to its north, as far as they are told | 38 | ~50 | range |

Fourteen provinces named add up to 1,388 of 1,826 stated.[^1]

### What was said

> “We had warned of this for weeks”, said an official. قال المتحدث إن التحذيرات صدرت منذ أسابيع.

1. The first warning came on 3 April.
2. The second came from abroad:
   - it named the feast,
   - it named no place.
3. Nothing followed.

`annalist tally admin1 --where \"date in 2022-04\"` prints the table.

---

[^1]: Counted by the policy `range` over 64 of 212 incidents; 3 undated, 5 without a place. From
    *Agency A*, 5 May 2022, and *Daily B*, 6 May 2022.
[^2]: See the record of each at <https://example.org/record>.

    The highest is not always the latest.
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let markdown = match std::env::args().nth(1) {
        Some(path) => std::fs::read_to_string(path)?,
        None => TEXT.to_owned(),
    };
    let document = Document {
        lang: "en".to_owned(),
        date: "2022-05-07".parse().ok(),
        markdown,
        figures: vec![tolls()],
        sources: sources(),
        ..Document::default()
    };
    let options = Options {
        style: Style::named("chicago-notes")?,
        ..Options::default()
    };
    let folder = Path::new("target/gallery");
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("brief.html"), html(&document, &options)?)?;
    std::fs::write(folder.join("brief.docx"), docx(&document, &options)?)?;
    std::fs::write(folder.join("brief.pdf"), pdf(&document, &options)?)?;
    std::fs::write(folder.join("brief.bib"), bibtex(&document.sources))?;
    Ok(())
}

fn tolls() -> Figure {
    let told = |source: &str, toll| Told {
        source: source.to_owned(),
        toll,
    };
    let svg = charts::tolls(&Tolls {
        words: Words::new(
            "What sources say of the dead",
            ["Three invented incidents."],
        ),
        unit: "people killed".to_owned(),
        rows: vec![
            Toll {
                label: "Airport gate".to_owned(),
                when: "26 August 2021".to_owned(),
                figures: vec![
                    told("Agency A", Estimate::exactly(183)),
                    told("Daily B", Estimate::at_least(170)),
                    told("Radio C", Estimate::at_least(13)),
                ],
                chosen: Some(Estimate::between(13, 183)),
            },
            Toll {
                label: "Embassy gate".to_owned(),
                when: "5 September 2022".to_owned(),
                figures: vec![
                    told("Agency A", Estimate::exactly(8)),
                    told("Ministry", Estimate::at_least(4)),
                ],
                chosen: Some(Estimate::between(4, 8)),
            },
        ],
    });
    Figure {
        name: "tolls".to_owned(),
        svg,
        alt: String::new(),
        caption: "Figure 1. Tolls by source.".to_owned(),
    }
}

fn sources() -> Vec<Source> {
    let source = |id: &str, kind, title: &str, publisher: &str, day: &str| Source {
        id: id.to_owned(),
        kind,
        title: title.to_owned(),
        publisher: publisher.to_owned(),
        url: Some(format!("https://example.org/{id}")),
        published: day.parse().ok(),
        ..Source::default()
    };
    vec![
        source(
            "agency",
            SourceKind::News,
            "Blasts in two cities",
            "Agency A",
            "2022-05-05",
        ),
        source(
            "daily",
            SourceKind::Web,
            "A month of attacks",
            "Daily B",
            "2022-05-06",
        ),
        Source {
            authors: vec!["Doe, Jane".to_owned(), "Monitoring Team".to_owned()],
            ..source(
                "team",
                SourceKind::Report,
                "Thirtieth report",
                "Council",
                "2022-07",
            )
        },
    ]
}
