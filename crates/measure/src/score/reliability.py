"""Judges every value of every coded record: a line of JSON with document, slot, rule, confidence and right or wrong.

Run by `cargo xtask score confidence` with: the reference scorer, the folder of labels, the records, then the folders
of texts. Records and labels are aligned by the scorer's own functions; a value of a record without partner is wrong.
"""
import importlib.util
import json
import sys
from pathlib import Path


def load_scorer(path):
    spec = importlib.util.spec_from_file_location("reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def values(scorer, record, slot):
    """[(value, its source)] of a slot, as the scorer counts them."""
    sources = record.get("sources", {})
    if slot == "target_types":
        seen, out = set(), []
        for target, source in zip(record.get("targets", []), sources.get("targets", [])):
            if target.get("type") and target["type"] not in seen:
                seen.add(target["type"])
                out.append((target["type"], source.get("type", {})))
        return out
    counted = scorer.slot(record, slot)
    source = sources.get(slot, {})
    if not isinstance(source, list):
        return [(value, source) for value in counted]
    listed = scorer.listed(record.get(slot))
    return [(v, s) for v, s in zip(listed, source) if v in counted]


def main():
    scorer, gold, pred, *docs = sys.argv[1:]
    scorer = load_scorer(scorer)
    texts, gold = scorer.Texts(docs), Path(gold)
    for line in (gold / "names.tsv").read_text(encoding="utf-8").splitlines() if (gold / "names.tsv").exists() else []:
        canonical, _, aliases = line.partition("\t")
        for alias in [canonical, *filter(None, aliases.split("|"))]:
            scorer.NAMES[" ".join(scorer.fold(alias))] = " ".join(scorer.fold(canonical))
    keep = set((gold / "docs.txt").read_text().split()) if (gold / "docs.txt").exists() else None
    golds = scorer.by_doc(scorer.load(gold / "incidents.jsonl"))
    preds = scorer.by_doc(r for r in scorer.load(pred) if r.get("record", "incident") == "incident")
    for doc in sorted(preds):
        if keep is not None and doc not in keep:
            continue
        gs, ps, text = golds.get(doc, []), preds[doc], texts.get(doc)
        weights = [[scorer.similarity(g, p, text) for p in ps] for g in gs]
        pairs = {j: i for i, j in scorer.assign(weights) if weights[i][j] >= scorer.MATCH} if gs else {}
        for j, record in enumerate(ps):
            partner = gs[pairs[j]] if j in pairs else None
            for slot in scorer.SLOTS:
                for value, source in values(scorer, record, slot):
                    right = partner is not None and scorer.hits(slot, scorer.slot(partner, slot), [value]) > 0
                    row = {"doc": doc, "slot": slot, "rule": source.get("rule", ""), "right": right}
                    if "confidence" in source:
                        row["confidence"] = source["confidence"]
                    print(json.dumps(row))


main()
