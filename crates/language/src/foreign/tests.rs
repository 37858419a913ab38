use super::foreign;

/// Two sentences of news in each language, ours.
const OTHERS: [(&str, &str); 22] = [
    (
        "ru",
        "В понедельник в центре города прогремел взрыв. По данным полиции, погибли три человека.",
    ),
    (
        "uk",
        "У понеділок у центрі міста пролунав вибух. Поліція повідомила про трьох загиблих.",
    ),
    (
        "ar",
        "انفجرت قنبلة في وسط المدينة يوم الاثنين. وقالت الشرطة إن ثلاثة أشخاص قتلوا.",
    ),
    (
        "fa",
        "روز دوشنبه بمبی در مرکز شهر منفجر شد. پلیس می‌گوید سه نفر کشته و چند تن زخمی شدند.",
    ),
    (
        "fa",
        "روز دوشنبه انفجاری در ناحیه پنجم شهر کابل رخ داد. به گفته مسوولین امنیتی سه تن کشته شدند.",
    ),
    (
        "ps",
        "د دوشنبې په ورځ په ښار کې چاودنه وشوه. پولیس وايي چې درې کسان ووژل شول او څلور ټپیان دي.",
    ),
    (
        "ur",
        "پیر کے روز شہر کے مرکز میں دھماکہ ہوا۔ پولیس کے مطابق تین افراد ہلاک اور پانچ زخمی ہوئے۔",
    ),
    (
        "es",
        "Una bomba estalló el lunes en el centro de la ciudad. Según la policía, hay tres muertos y varios heridos.",
    ),
    (
        "fr",
        "Une bombe a explosé lundi dans le centre de la ville. Selon la police, trois personnes ont été tuées.",
    ),
    (
        "de",
        "Am Montag ist im Zentrum der Stadt eine Bombe explodiert. Nach Angaben der Polizei wurden drei Menschen getötet.",
    ),
    (
        "tr",
        "Pazartesi günü şehir merkezinde bir bomba patladı. Polise göre üç kişi öldü ve beş kişi de yaralandı.",
    ),
    (
        "he",
        "ביום שני התפוצצה פצצה במרכז העיר. לדברי המשטרה שלושה בני אדם נהרגו.",
    ),
    ("zh", "星期一，市中心发生爆炸。警方称，三人死亡，五人受伤。"),
    (
        "ja",
        "月曜日、市の中心部で爆発がありました。警察によると三人が死亡しました。",
    ),
    (
        "ko",
        "월요일 도심에서 폭탄이 터졌다. 경찰은 세 명이 숨졌다고 밝혔다.",
    ),
    (
        "id",
        "Sebuah bom meledak pada hari Senin di pusat kota. Menurut polisi, tiga orang tewas dan lima orang terluka.",
    ),
    (
        "pt",
        "Uma bomba explodiu na segunda-feira no centro da cidade. Segundo a polícia, três pessoas foram mortas.",
    ),
    (
        "it",
        "Una bomba è esplosa lunedì nel centro della città. Secondo la polizia tre persone sono morte nella notte.",
    ),
    (
        "nl",
        "Maandag is een bom ontploft in het centrum van de stad. Volgens de politie zijn er drie doden en vijf gewonden.",
    ),
    (
        "hi",
        "सोमवार को शहर के केंद्र में बम फटा। पुलिस के अनुसार तीन लोग मारे गए।",
    ),
    (
        "sw",
        "Bomu lililipuka siku ya Jumatatu katikati ya mji. Polisi walisema watu watatu waliuawa na wengine kujeruhiwa katika mlipuko huo.",
    ),
    (
        "so",
        "Qarax ayaa maanta ka dhacay bartamaha magaalada. Booliska ayaa sheegay in saddex qof ay ku dhinteen oo kale ku dhaawacmeen.",
    ),
];

#[test]
fn every_language_is_told_by_two_sentences() {
    for (language, text) in OTHERS {
        let found: Vec<&str> = foreign(text)
            .iter()
            .map(|passage| passage.language)
            .collect();
        assert_eq!(found, [language], "{text}");
    }
}

#[test]
fn what_news_in_english_is_made_of_is_english() {
    for text in [
        "IS-K bomber kills 13 in Kabul",
        "PARATROOPER BATTALION COMMANDER MAJOR RENE RODRIGUEZ HURTADO SAID TODAY THAT EL TIEMPO WAS ATTACKED",
        "NELSON SANCHEZ MOLINA, MAXIMILIANO SERRATO CUELLAR, AND DAIRO SUAREZ",
        "Juan Carlos de la Cruz, Maria de los Angeles del Rio y San Martin",
        "Jama'at Nasr al-Islam wal Muslimin",
        "Date | Place | Killed\n2016-08-24 | Jarabulus | 3\n2016-08-25 | Al-Rai | 1",
        "Von der Leyen condemns Brussels attack",
        "(Kabul (245), Nangarhar (113), Kunar (40))",
        "Tehrik-e Taliban Pakistan claims Quetta blast",
        "The Arabic name is الدولة الإسلامية, which the group uses.",
        "Сайт: the site of the ministry was down, officials said.",
        "FARC-EP guerrillas attack Toribio police post",
        "Larry Zamora's County Sheriff's Office didn't say, and I don't think I'm next",
        "   SAN SALVADOR, 8 DEC 89 (EL DIARIO DE HOY) -- [TEXT] A PUBLIC OPINION POLL",
        "12 13 14\n\n***\n",
        "",
    ] {
        assert!(foreign(text).is_empty(), "{text}: {:?}", foreign(text));
    }
}

#[test]
fn only_the_paragraphs_in_another_language_are_left_out() {
    let text = "Three soldiers were killed on Monday.\n\nТри солдата были убиты в понедельник.\n\n\
                Los soldados fueron atacados por un grupo que todavía no ha sido identificado.\n\nThe army said so.\n";
    let found = foreign(text);
    let words: Vec<(&str, &str)> = found
        .iter()
        .map(|passage| {
            (
                passage.language,
                &text[passage.start as usize..passage.end as usize],
            )
        })
        .collect();
    assert_eq!(words.len(), 2);
    assert_eq!(words[0].0, "ru");
    assert!(words[0].1.starts_with("Три") && words[0].1.ends_with('.'));
    assert_eq!(words[1].0, "es");
}

#[test]
fn a_headline_goes_with_its_text() {
    let text = "Ataque en Quetta\n\nUna bomba estalló el lunes en la ciudad y mató a tres personas, según la policía.\n";
    let found = foreign(text);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].start, found[0].language), (0, "es"));
}
