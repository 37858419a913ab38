//! Prints a flat CoNLL-U of scorer inputs on standard input (for measuring the tokenizer).
use std::io::BufRead;
fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let v: serde_json::Value = serde_json::from_str(&line).unwrap();
        let text = v["text"].as_str().unwrap();
        let mut out = String::new();
        for s in language::sentences(text) {
            let n = s.tokens.len();
            let mut i = 0;
            while i < n {
                let mut j = i;
                while j + 1 < n && s.tokens[j + 1].joined {
                    j += 1;
                }
                if j > i {
                    out += &format!(
                        "{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t_\n",
                        i + 1,
                        j + 1,
                        &text[s.tokens[i].start as usize..s.tokens[j].end as usize]
                    );
                }
                for k in i..=j {
                    out += &format!(
                        "{}\t{}\t_\tX\t_\t_\t{}\t{}\t_\t_\n",
                        k + 1,
                        s.tokens[k].of(text),
                        if k == 0 { 0 } else { 1 },
                        "dep"
                    );
                }
                i = j + 1;
            }
            out += "\n";
        }
        println!("{}", serde_json::json!({"id": v["id"], "conllu": out}));
    }
}
