"""Judges every value of every coded record: a line of JSON with document, record, slot and right or wrong.

Run by `cargo xtask score confidence` with: the reference scorer, the slots that are labelled (with commas between, or
`all`), the folder of labels, the records, then the folders of texts. Records and labels are aligned by the scorer's own functions; a value of a record without partner is wrong.
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
    """[(place in the list, value)] of a slot, as the scorer counts them."""
    if slot == "target_types":
        seen, out = set(), []
        for number, target in enumerate(record.get("targets", [])):
            if target.get("type") and target["type"] not in seen:
                seen.add(target["type"])
                out.append((number, target["type"]))
        return out
    counted = scorer.slot(record, slot)
    if not isinstance(record.get(slot), list):
        return [(0, value) for value in counted]
    return [(number, value) for number, value in enumerate(record[slot]) if value in counted]


def part(record, slots):
    """The record with nothing but what the labels speak of, so that nothing else tells for or against a pair."""
    kept = {"doc", "id", "evidence", *slots}
    return {field: value for field, value in record.items() if field in kept}


def main():
    scorer, slots, gold, pred, *docs = sys.argv[1:]
    scorer = load_scorer(scorer)
    slots = slots.split(",") if slots != "all" else scorer.SLOTS
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
        told = [part(p, slots) if slots != scorer.SLOTS else p for p in ps]
        weights = [[scorer.similarity(g, p, text) for p in told] for g in gs]
        pairs = {j: i for i, j in scorer.assign(weights) if weights[i][j] >= scorer.MATCH} if gs else {}
        for j, record in enumerate(ps):
            partner = gs[pairs[j]] if j in pairs else None
            for slot in slots:
                for number, value in values(scorer, record, slot):
                    right = partner is not None and scorer.hits(slot, scorer.slot(partner, slot), [value]) > 0
                    print(json.dumps({"doc": doc, "id": record.get("id"), "slot": slot, "number": number, "right": right}))


main()
