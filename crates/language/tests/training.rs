//! Learning from a treebank of a few sentences.

use language::train::{Plan, learn, read_treebank};
use language::{Model, Pos, Relation, sentences};

/// Three sentences, each many times.
fn treebank() -> String {
    let sentences = [
        "1\tGunmen\tgunman\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tattacked\tattack\tVERB\tVBD\t_\t0\troot\t_\t_\n\
         3\tthe\tthe\tDET\tDT\t_\t4\tdet\t_\t_\n4\tcamp\tcamp\tNOUN\tNN\t_\t2\tobj\t_\t_\n5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n",
        "1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_\n2\tcamp\tcamp\tNOUN\tNN\t_\t4\tnsubj:pass\t_\t_\n\
         3\twas\tbe\tAUX\tVBD\t_\t4\taux:pass\t_\t_\n4\tattacked\tattack\tVERB\tVBN\t_\t0\troot\t_\t_\n5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n",
        "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_\n2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n\
         3\tattack\tattack\tVERB\tVB\t_\t0\troot\t_\t_\n",
    ];
    sentences
        .map(|sentence| format!("# text\n{sentence}\n"))
        .concat()
        .repeat(40)
}

fn plan() -> Plan {
    Plan {
        tagger_rounds: 3,
        parser_rounds: 4,
        tagger_least: (1, 1),
        labels_least: (1, 1),
        moves_least: 1,
        buckets: 2000,
        ..Plan::default()
    }
}

#[test]
fn the_same_treebank_gives_the_same_weights() {
    let examples = read_treebank(&treebank());
    assert_eq!(examples.len(), 120);
    let once = learn(&examples, &plan(), &mut |_| {}).pack(&plan());
    let twice = learn(&examples, &plan(), &mut |_| {}).pack(&plan());
    assert_eq!(once, twice);
}

#[test]
fn what_was_learned_is_known_again() {
    let weights = learn(&read_treebank(&treebank()), &plan(), &mut |_| {}).pack(&plan());
    let model = Model::read(&weights).expect("what was packed can be read");
    let text = "The camp was attacked.";
    let sentence = &sentences(text)[0];
    let tags = model.tag(text, sentence);
    let tree = model.parse(text, sentence, &tags);
    assert_eq!(
        tags.iter().map(|tag| tag.pos).collect::<Vec<_>>(),
        [Pos::Det, Pos::Noun, Pos::Aux, Pos::Verb, Pos::Punct]
    );
    assert_eq!(tree.heads, [Some(1), Some(3), Some(3), None, Some(3)]);
    assert_eq!(tree.relations[1], Relation::NsubjPass);
}

#[test]
fn sentences_that_are_no_trees_are_left_out() {
    let two_roots =
        "1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n2\tnow\tnow\tADV\tRB\t_\t0\troot\t_\t_\n\n";
    let head_outside =
        "1\tGo\tgo\tVERB\tVB\t_\t7\tobj\t_\t_\n2\tnow\tnow\tADV\tRB\t_\t0\troot\t_\t_\n\n";
    assert!(read_treebank(two_roots).is_empty());
    assert!(read_treebank(head_outside).is_empty());
    let circle = "1\tGo\tgo\tVERB\tVB\t_\t2\tobj\t_\t_\n2\tnow\tnow\tADV\tRB\t_\t1\tobj\t_\t_\n3\t.\t.\tPUNCT\t.\t_\t0\troot\t_\t_\n\n";
    assert!(read_treebank(circle).is_empty());
    assert!(read_treebank("").is_empty());
}
