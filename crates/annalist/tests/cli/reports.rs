//! Small reports, written for these tests.

/// File names and texts.
pub const ALL: [(&str, &str); 5] = [
    ("wire-kabul.txt", WIRE),
    ("weekly-kabul.md", WEEKLY),
    ("maiduguri.txt", MAIDUGURI),
    ("lahore.txt", LAHORE),
    ("figures.txt", FIGURES),
];

/// Two killed and ten hurt at an embassy.
pub const WIRE: &str = "\
Blast outside Russian embassy in Kabul

KABUL, September 5, 2022 - A suicide bomber blew himself up outside the Russian embassy in Kabul on
Monday, killing at least six people, including two embassy staff, police said. Ten others were
injured. The Islamic State Khorasan Province claimed responsibility for the attack.
";

/// The same attack with another toll.
pub const WEEKLY: &str = "\
---
title: The week in Afghanistan
source: Kabul Weekly
published: 2022-09-09
---

A suicide bombing at the gate of the Russian embassy in Kabul killed eight people on 5 September 2022.
Islamic State Khorasan Province claimed the bombing.
";

/// Another place, another year.
pub const MAIDUGURI: &str = "\
Market bombed in Maiduguri

Published: 2019-03-06

On 5 March 2019 Boko Haram bombed a market in Maiduguri, killing twelve people and wounding thirty.
";

/// Nobody is hurt.
pub const LAHORE: &str = "\
Arrests in Lahore

Published: 2021-07-20

Police arrested four suspected members of Lashkar-e-Jhangvi in Lahore on 18 July 2021.
";

/// A stated count.
pub const FIGURES: &str = "\
Attacks in figures

Published: 2022-12-31

Islamic State Khorasan Province carried out 217 attacks in Afghanistan in 2022, the ministry said.
";
