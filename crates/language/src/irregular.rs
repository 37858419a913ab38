//! Irregular forms, and stems that the rules of `lemma` would get wrong. Our own list.

/// Forms of "be", "have", "do" and the modals, short forms too.
pub(crate) fn auxiliary(word: &str) -> Option<&'static str> {
    Some(match word {
        "am" | "is" | "are" | "was" | "were" | "been" | "being" | "'m" | "’m" | "'re" | "’re"
        | "'s" | "’s" => "be",
        "has" | "had" | "having" | "'ve" | "’ve" => "have",
        "does" | "did" | "done" | "doing" => "do",
        "'ll" | "’ll" | "wo" => "will",
        "ca" => "can",
        "'d" | "’d" => "would",
        "sha" => "shall",
        _ => return None,
    })
}

/// The verb of an irregular past, participle or third person.
pub(crate) fn verb(form: &str) -> Option<&'static str> {
    Some(match form {
        "arose" | "arisen" => "arise",
        "awoke" | "awoken" => "awake",
        "bore" | "borne" | "born" => "bear",
        "beaten" => "beat",
        "became" => "become",
        "began" | "begun" => "begin",
        "bent" => "bend",
        "bound" => "bind",
        "bit" | "bitten" => "bite",
        "bled" => "bleed",
        "blew" | "blown" => "blow",
        "broke" | "broken" => "break",
        "bred" => "breed",
        "brought" => "bring",
        "built" => "build",
        "burnt" => "burn",
        "bought" => "buy",
        "caught" => "catch",
        "chose" | "chosen" => "choose",
        "clung" => "cling",
        "came" => "come",
        "crept" => "creep",
        "dealt" => "deal",
        "dug" => "dig",
        "drew" | "drawn" => "draw",
        "dreamt" => "dream",
        "drank" | "drunk" => "drink",
        "drove" | "driven" => "drive",
        "ate" | "eaten" => "eat",
        "fell" | "fallen" => "fall",
        "fed" => "feed",
        "felt" => "feel",
        "fought" => "fight",
        "found" => "find",
        "fled" => "flee",
        "flung" => "fling",
        "flew" | "flown" => "fly",
        "forbade" | "forbidden" => "forbid",
        "foresaw" | "foreseen" => "foresee",
        "forgot" | "forgotten" => "forget",
        "forgave" | "forgiven" => "forgive",
        "froze" | "frozen" => "freeze",
        "got" | "gotten" => "get",
        "gave" | "given" => "give",
        "went" | "gone" | "goes" => "go",
        "ground" => "grind",
        "grew" | "grown" => "grow",
        "hung" => "hang",
        "heard" => "hear",
        "hid" | "hidden" => "hide",
        "held" => "hold",
        "kept" => "keep",
        "knelt" => "kneel",
        "knew" | "known" => "know",
        "laid" => "lay",
        "led" => "lead",
        "leapt" => "leap",
        "learnt" => "learn",
        "left" => "leave",
        "lent" => "lend",
        "lay" | "lain" | "lying" => "lie",
        "lit" => "light",
        "lost" => "lose",
        "made" => "make",
        "meant" => "mean",
        "met" => "meet",
        "mistook" | "mistaken" => "mistake",
        "overcame" => "overcome",
        "oversaw" | "overseen" => "oversee",
        "overtook" | "overtaken" => "overtake",
        "overthrew" | "overthrown" => "overthrow",
        "overran" => "overrun",
        "paid" => "pay",
        "pled" => "plead",
        "proven" => "prove",
        "rebuilt" => "rebuild",
        "rode" | "ridden" => "ride",
        "rang" | "rung" => "ring",
        "rose" | "risen" => "rise",
        "ran" => "run",
        "said" => "say",
        "saw" | "seen" => "see",
        "sought" => "seek",
        "sold" => "sell",
        "sent" => "send",
        "shook" | "shaken" => "shake",
        "shone" => "shine",
        "shot" => "shoot",
        "showed" | "shown" => "show",
        "shrank" | "shrunk" => "shrink",
        "sang" | "sung" => "sing",
        "sank" | "sunk" => "sink",
        "sat" => "sit",
        "slain" | "slew" => "slay",
        "slept" => "sleep",
        "slid" => "slide",
        "spoke" | "spoken" => "speak",
        "sped" => "speed",
        "spent" => "spend",
        "spun" => "spin",
        "sprang" | "sprung" => "spring",
        "stood" => "stand",
        "stole" | "stolen" => "steal",
        "stuck" => "stick",
        "stung" => "sting",
        "struck" | "stricken" => "strike",
        "strove" | "striven" => "strive",
        "swore" | "sworn" => "swear",
        "swept" => "sweep",
        "swam" | "swum" => "swim",
        "swung" => "swing",
        "took" | "taken" => "take",
        "taught" => "teach",
        "tore" | "torn" => "tear",
        "told" => "tell",
        "thought" => "think",
        "threw" | "thrown" => "throw",
        "understood" => "understand",
        "undertook" | "undertaken" => "undertake",
        "underwent" | "undergone" => "undergo",
        "upheld" => "uphold",
        "withheld" => "withhold",
        "woke" | "woken" => "wake",
        "wore" | "worn" => "wear",
        "won" => "win",
        "withdrew" | "withdrawn" => "withdraw",
        "withstood" => "withstand",
        "wrote" | "written" => "write",
        "dying" => "die",
        "tying" => "tie",
        "panicked" | "panicking" => "panic",
        "trafficked" | "trafficking" => "traffic",
        "freed" => "free",
        "agreed" => "agree",
        "decreed" => "decree",
        "guaranteed" => "guarantee",
        "disagreed" => "disagree",
        "died" => "die",
        "lied" => "lie",
        "tied" => "tie",
        "dies" => "die",
        "lies" => "lie",
        "ties" => "tie",
        "focused" | "focuses" | "focusing" => "focus",
        _ => return None,
    })
}

/// The noun of an irregular plural, or of a form in "-s" that is its own singular.
pub(crate) fn noun(plural: &str) -> Option<&'static str> {
    Some(match plural {
        "men" => "man",
        "women" => "woman",
        "children" => "child",
        "feet" => "foot",
        "teeth" => "tooth",
        "mice" => "mouse",
        "oxen" => "ox",
        "people" => "people",
        "police" => "police",
        "lives" => "life",
        "wives" => "wife",
        "knives" => "knife",
        "halves" => "half",
        "thieves" => "thief",
        "leaves" => "leaf",
        "wolves" => "wolf",
        "shelves" => "shelf",
        "selves" => "self",
        "loaves" => "loaf",
        "calves" => "calf",
        "crises" => "crisis",
        "bases" => "base",
        "hypotheses" => "hypothesis",
        "analyses" => "analysis",
        "diagnoses" => "diagnosis",
        "theses" => "thesis",
        "emphases" => "emphasis",
        "oases" => "oasis",
        "axes" => "axe",
        "buses" => "bus",
        "gases" => "gas",
        "viruses" => "virus",
        "campuses" => "campus",
        "statuses" => "status",
        "quizzes" => "quiz",
        "minibuses" => "minibus",
        "syllabuses" => "syllabus",
        "consensuses" => "consensus",
        "shoes" => "shoe",
        "canoes" => "canoe",
        "toes" => "toe",
        "foes" => "foe",
        "caches" => "cache",
        "headaches" => "headache",
        "movies" => "movie",
        "zombies" => "zombie",
        "cookies" => "cookie",
        "rookies" => "rookie",
        "calories" => "calorie",
        "lies" => "lie",
        "ties" => "tie",
        "pies" => "pie",
        "dies" => "die",
        "data" => "datum",
        "media" => "medium",
        "criteria" => "criterion",
        "phenomena" => "phenomenon",
        "bacteria" => "bacterium",
        "alumni" => "alumnus",
        "politics" => "politics",
        "economics" => "economics",
        "remains" => "remains",
        "whereabouts" => "whereabouts",
        "proceedings" => "proceedings",
        "premises" => "premises",
        "goods" => "goods",
        "pants" => "pants",
        "thanks" => "thanks",
        "stimuli" => "stimulus",
        "bonuses" => "bonus",
        "grandchildren" => "grandchild",
        "schoolchildren" => "schoolchild",
        "monies" => "money",
        "hooves" => "hoof",
        "mujahideen" | "mujahedeen" | "mujahidin" => "mujahid",
        "fedayeen" => "fedayee",
        "series" => "series",
        "species" => "species",
        "means" => "means",
        "headquarters" => "headquarters",
        "barracks" => "barracks",
        "crossroads" => "crossroads",
        "news" => "news",
        "troops" => "troop",
        "clothes" => "clothes",
        "themselves" => "themselves",
        "specimen" | "specimens" => "specimen",
        "regimen" | "regimens" => "regimen",
        _ => return None,
    })
}

/// The plain form of an irregular comparative or superlative.
pub(crate) fn degree(word: &str) -> Option<&'static str> {
    Some(match word {
        "better" | "best" => "good",
        "worse" | "worst" => "bad",
        "most" => "most",
        "less" | "lesser" => "less",
        "least" => "least",
        "more" => "more",
        "further" | "farther" | "furthest" | "farthest" => "far",
        "elder" | "eldest" => "old",
        "larger" | "largest" => "large",
        "finer" | "finest" => "fine",
        "stranger" | "strangest" => "strange",
        "latest" => "late",
        "freer" | "freest" => "free",
        _ => return None,
    })
}

/// The subject form of a pronoun.
pub(crate) fn pronoun(word: &str) -> Option<&'static str> {
    Some(match word {
        "me" => "I",
        "i" => "I",
        "him" => "he",
        "them" | "'em" => "they",
        "us" => "we",
        "these" => "this",
        "those" => "that",
        "whom" => "who",
        _ => return None,
    })
}

/// Stems that the rules would lengthen or shorten wrongly: "offer", "target", "add".
pub(crate) fn keeps_stem(stem: &str) -> bool {
    matches!(
        stem,
        "add"
            | "err"
            | "purr"
            | "ebb"
            | "egg"
            | "target"
            | "market"
            | "ticket"
            | "budget"
            | "limit"
            | "exit"
            | "visit"
            | "edit"
            | "audit"
            | "credit"
            | "deposit"
            | "inhabit"
            | "exhibit"
            | "prohibit"
            | "solicit"
            | "benefit"
            | "inherit"
            | "merit"
            | "profit"
            | "orbit"
            | "open"
            | "happen"
            | "weaken"
            | "threaten"
            | "frighten"
            | "tighten"
            | "listen"
            | "widen"
            | "deepen"
            | "harden"
            | "worsen"
            | "sharpen"
            | "lessen"
            | "bomb"
            | "climb"
            | "plumb"
            | "tomb"
            | "comb"
            | "thumb"
            | "murder"
            | "order"
            | "offer"
            | "suffer"
            | "enter"
            | "gather"
            | "cover"
            | "recover"
            | "discover"
            | "deliver"
            | "consider"
            | "remember"
            | "answer"
            | "counter"
            | "encounter"
            | "monitor"
            | "batter"
            | "shatter"
            | "scatter"
            | "slaughter"
            | "plunder"
            | "surrender"
            | "wonder"
            | "wander"
            | "trigger"
            | "hammer"
            | "shelter"
            | "filter"
            | "transfer"
            | "sabotag"
            | "develop"
            | "envelop"
            | "gallop"
            | "kidnap"
            | "worship"
            | "gossip"
            | "ambush"
            | "question"
            | "station"
            | "position"
            | "mention"
            | "caution"
            | "petition"
            | "reason"
            | "poison"
            | "imprison"
            | "abandon"
            | "pardon"
            | "season"
            | "bargain"
            | "maintain"
            | "blossom"
            | "ransom"
            | "fathom"
            | "travel"
            | "cancel"
            | "label"
            | "fuel"
            | "model"
            | "panel"
            | "tunnel"
            | "channel"
            | "quarrel"
            | "signal"
            | "equal"
            | "total"
            | "rival"
            | "shovel"
            | "level"
            | "marshal"
            | "metal"
            | "pencil"
            | "pedal"
            | "dial"
            | "trial"
            | "equip"
            | "quit"
            | "quiz"
            | "squat"
            | "stomach"
            | "attach"
            | "harbor"
            | "labor"
            | "favor"
            | "honor"
            | "anchor"
            | "mirror"
            | "tutor"
            | "error"
            | "sponsor"
            | "doctor"
            | "interest"
            | "tremor"
            | "rumor"
            | "censor"
            | "author"
            | "utter"
            | "iron"
            | "begin"
            | "pinpoint"
            | "boycott"
            | "buzz"
            | "kill"
            | "shell"
            | "call"
            | "pull"
            | "fill"
            | "roll"
            | "spill"
            | "drill"
            | "grill"
    )
}

/// Stems ending in a doubled "l" that had one: "control", "patrol".
pub(crate) fn single_l(stem: &str) -> bool {
    matches!(
        stem,
        "controll"
            | "patroll"
            | "compell"
            | "expell"
            | "repell"
            | "propell"
            | "rebell"
            | "travell"
            | "cancell"
            | "fuell"
            | "labell"
            | "modell"
            | "quarrell"
            | "signall"
            | "tunnell"
            | "channell"
            | "dispell"
            | "levell"
            | "shovell"
            | "marshall"
            | "enroll"
            | "annull"
            | "totall"
            | "excell"
            | "fulfill"
            | "distill"
    )
}

/// Stems in "-ng" that come from "-nge".
pub(crate) fn ends_in_nge(stem: &str) -> bool {
    [
        "chang", "rang", "challeng", "aveng", "reveng", "plung", "hing", "cring", "infring",
        "impung", "expung",
    ]
    .iter()
    .any(|ending| stem.ends_with(ending))
        && stem != "wrang"
}

/// Stems that want an "e" where the rules would not give one.
pub(crate) fn takes_e(stem: &str) -> bool {
    matches!(
        stem,
        "com"
            | "becom"
            | "overcom"
            | "welcom"
            | "tast"
            | "wast"
            | "hast"
            | "rul"
            | "fil"
            | "smil"
            | "pil"
            | "schedul"
            | "compil"
            | "reconcil"
            | "exil"
            | "profil"
            | "consol"
            | "parol"
            | "scal"
            | "inhal"
            | "exhal"
            | "ridicul"
            | "escap"
            | "invok"
            | "awak"
            | "erod"
            | "corrod"
            | "persuad"
            | "parad"
            | "barricad"
            | "blockad"
            | "degrad"
            | "upgrad"
            | "conced"
            | "preced"
            | "imped"
            | "reced"
            | "supersed"
            | "ignor"
            | "interfer"
            | "adher"
            | "condon"
            | "postpon"
            | "dethron"
            | "telephon"
            | "conven"
            | "interven"
            | "delet"
            | "compet"
            | "promot"
            | "devot"
            | "unit"
            | "ignit"
            | "incit"
            | "recit"
            | "invit"
            | "excit"
            | "extradit"
            | "reunit"
            | "expedit"
            | "overtak"
            | "undertak"
            | "mistak"
            | "retak"
            | "breath"
            | "cloth"
            | "loath"
            | "bath"
            | "sooth"
            | "seeth"
            | "sabotag"
            | "alleg"
            | "besieg"
            | "overrul"
            | "quot"
            | "guid"
            | "reshap"
            | "downgrad"
            | "outpac"
    )
}
