//! Small words that tell a language written in Latin letters.
//!
//! Left out are words that English has too ("die", "war", "on"). Words that names are made with ("de la Cruz",
//! "von der Leyen") count, and decide nothing by themselves.

/// A language: its code, the small words that only it or few others have, and those that names hold too.
pub(super) struct Small {
    pub code: &'static str,
    pub words: &'static str,
    pub in_names: &'static str,
}

/// English first; at most 32.
pub(super) const SMALL: [Small; 24] = [
    Small {
        code: "en",
        words: "the of and to in a is was were are be been has have had that which who it its he she they his her \
                their this these those with from by on at as for an or but not after before when while where said \
                says would will could may can than then there into over under against between during about more \
                than no all some any other killed injured attack police people also one two three first last i me men \
                don sun may end hat ten do go so us we you him our if is most bat even since did does went \
                over under until just only very my your what why how out up down off own same such too",
        in_names: "",
    },
    Small {
        code: "es",
        words: "que en un una por con para se no su fue al como más pero sus este esta estos entre cuando muy sin \
                sobre también hasta hay donde quien desde todo nos durante todos uno ni contra otros ese eso ante \
                fueron había según tras dos tres años han ha ser son está están era eran policía ataque muertos",
        in_names: "de la el los las y del san santa",
    },
    Small {
        code: "fr",
        words: "et est une dans qui que pour pas au sur ne se plus par avec tout faire son sa ses mais ou où nous \
                comme vous ont été cette ces aux elle il ils sont était même après selon contre dont lors ainsi \
                deux trois leur leurs entre aussi très sans à avait étaient qu attaque morts",
        in_names: "de la le les du des un l d",
    },
    Small {
        code: "de",
        words: "der und den das von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus er \
                hatte dass sie nach wird bei einer um sind noch wie einem über einen zum haben nur oder aber vor \
                zur bis mehr durch wurde wurden sei gegen unter können seit beim ihre seine polizei verletzt",
        in_names: "von der dem zu",
    },
    Small {
        code: "it",
        words: "che è un una per con non si sono dei le gli nel alla delle ha come più anche ma dal della dalla \
                nella sul questo questa essere stato stati hanno dopo loro tra fra due tre suo sua perché quando \
                contro secondo polizia morti attacco",
        in_names: "di il la del e da lo i a",
    },
    Small {
        code: "pt",
        words: "que não um uma para com por se na no em os as dos das ao mais como mas foi pelo pela sua seu ou ser \
                quando muito há nos já está também só são até entre depois sem mesmo aos ter seus quem nas contra \
                segundo dois três polícia ataque mortos foram",
        in_names: "de do da e o a",
    },
    Small {
        code: "nl",
        words: "het een en van dat is op te zijn voor met niet aan er om ook als bij maar door naar uit werd werden \
                nog wel geen over zich hebben heeft haar hun deze tot wordt worden twee drie volgens tegen politie",
        in_names: "van de den der",
    },
    Small {
        code: "tr",
        words: "ve bir bu için ile olan olarak da de daha çok gibi kadar sonra ise ancak var değil olduğu tarafından \
                göre en ne ya mi iki üç her o üzere karşı ilgili içinde edildi oldu dedi polis saldırı yaralandı",
        in_names: "",
    },
    Small {
        code: "id",
        words: "yang dan di dari untuk dengan pada ini itu dalam tidak akan telah oleh ke juga sebagai adalah ada \
                mereka kami atau tersebut bahwa saat setelah karena para hari orang kata dua tiga lebih seorang \
                polisi tewas serangan warga menurut kepada sudah bisa",
        in_names: "",
    },
    Small {
        code: "pl",
        words: "i w na się z że do nie jest o to po jak za od przez ale przy jego dla są było był była oraz tym co \
                które który która pod przed już tylko tego ze został zostały policja dwóch trzech",
        in_names: "",
    },
    Small {
        code: "cs",
        words: "a v se na je že s z do o to i za ve po by ale jako při pro si podle jeho byl byla bylo které který \
                jsou od také však po policie dva tři nebo již",
        in_names: "",
    },
    Small {
        code: "ro",
        words: "și de în la un o pe cu nu din care mai pentru este sunt că se au fost după prin între dar sau fi ca \
                lui unei către asupra potrivit două trei poliția",
        in_names: "",
    },
    Small {
        code: "hu",
        words: "a az és egy hogy nem is ez volt meg azt de vagy csak már mint még után szerint ki el két három \
                voltak lett lehet majd ellen rendőrség között",
        in_names: "",
    },
    Small {
        code: "sv",
        words: "och att det i en som är av för på den med till inte har de om ett var från men sig vid efter under \
                också kan när hade än ut upp över mot två tre polisen enligt blev",
        in_names: "",
    },
    Small {
        code: "da",
        words: "og at det i en som er af for på den med til ikke har de om et var fra men sig ved efter også kan \
                når havde end ud op over mod to tre politiet ifølge blev",
        in_names: "",
    },
    Small {
        code: "fi",
        words: "ja on ei että se oli mukaan kuin myös mutta ovat olivat hän joka sekä jälkeen kun tai ole kaksi \
                kolme poliisi vuonna",
        in_names: "",
    },
    Small {
        code: "vi",
        words: "và của là có được trong cho một với các những không đã người khi này từ đến tại về ở bị cũng như \
                hai ba sau theo vụ",
        in_names: "",
    },
    Small {
        code: "tl",
        words: "ang ng sa na mga ay at ni si kay para may mula hindi nang ito siya kanilang isang dalawang tatlong \
                pulis ayon dahil",
        in_names: "",
    },
    Small {
        code: "sw",
        words: "ya na wa kwa ni katika za la kuwa hiyo hii huo watu baada wakati alisema lakini pia mmoja wawili \
                polisi cha vya yake wake hao",
        in_names: "",
    },
    Small {
        code: "so",
        words: "oo iyo ka ku in ee la waa uu ay soo kale waxaa lagu kuwa ayaa kaas sidoo laba saddex weerar",
        in_names: "",
    },
    Small {
        code: "ha",
        words: "da a na ya ta wani wata sun cewa daga don zuwa kuma wanda ba shi an yi ne ce mutane biyu uku sojoji \
                hari cikin",
        in_names: "",
    },
    Small {
        code: "sq",
        words: "të e në për me një dhe që nga është i u si më se ka janë ishte nuk por pas kanë dy tre policia",
        in_names: "",
    },
    Small {
        code: "uz",
        words: "va bilan bu uchun ham bir edi deb bo'lgan esa haqida o'z kishi ikki uch tomonidan qilgan bo'yicha \
                keyin ekan hujum",
        in_names: "",
    },
    Small {
        code: "ku",
        words: "û ku di de ji bo li bi jî ne wê wî hat ye bû kir kirin ser nav xwe du sê êrîş",
        in_names: "",
    },
];
