/** A few dozen phrases and words, translated by hand: enough to show a translation in the sandbox, and no more. */

export type DemoLanguage = 'japanese' | 'german' | 'spanish' | 'french';

export const DEMO_LANGUAGES: readonly DemoLanguage[] = ['japanese', 'german', 'spanish', 'french'];

/** English (lower case, without punctuation at the end) | Japanese | German | Spanish | French. */
const TABLE = `
learning is fun | 学ぶことは楽しい | Lernen macht Spaß | Aprender es divertido | Apprendre est amusant
notion is best tool | Notionは最高のツールです | Notion ist das beste Werkzeug | Notion es la mejor herramienta | Notion est le meilleur outil
notion is the best tool | Notionは最高のツールです | Notion ist das beste Werkzeug | Notion es la mejor herramienta | Notion est le meilleur outil
social media is a boon | ソーシャルメディアは恩恵です | Soziale Medien sind ein Segen | Las redes sociales son una bendición | Les réseaux sociaux sont une bénédiction
practice makes perfect | 習うより慣れろ | Übung macht den Meister | La práctica hace al maestro | C'est en forgeant qu'on devient forgeron
time is money | 時は金なり | Zeit ist Geld | El tiempo es oro | Le temps, c'est de l'argent
knowledge is power | 知識は力なり | Wissen ist Macht | El conocimiento es poder | Le savoir, c'est le pouvoir
reading is good | 読書は良いことです | Lesen ist gut | Leer es bueno | Lire est bon
music is life | 音楽は人生です | Musik ist Leben | La música es vida | La musique, c'est la vie
how are you | お元気ですか | Wie geht es dir? | ¿Cómo estás? | Comment vas-tu ?
good morning | おはようございます | Guten Morgen | Buenos días | Bonjour
good night | おやすみなさい | Gute Nacht | Buenas noches | Bonne nuit
thank you | ありがとうございます | Danke | Gracias | Merci
i love you | 愛しています | Ich liebe dich | Te quiero | Je t'aime
hello world | こんにちは、世界 | Hallo Welt | Hola mundo | Bonjour le monde
hello | こんにちは | Hallo | Hola | Bonjour
goodbye | さようなら | Auf Wiedersehen | Adiós | Au revoir
welcome | ようこそ | Willkommen | Bienvenido | Bienvenue
yes | はい | Ja | Sí | Oui
no | いいえ | Nein | No | Non
please | お願いします | bitte | por favor | s'il vous plaît
learning | 学習 | Lernen | aprendizaje | apprentissage
reading | 読書 | Lesen | lectura | lecture
music | 音楽 | Musik | música | musique
fun | 楽しい | Spaß | diversión | amusement
social media | ソーシャルメディア | soziale Medien | redes sociales | réseaux sociaux
tool | ツール | Werkzeug | herramienta | outil
best | 最高の | beste | mejor | meilleur
good | 良い | gut | bueno | bon
bad | 悪い | schlecht | malo | mauvais
time | 時間 | Zeit | tiempo | temps
work | 仕事 | Arbeit | trabajo | travail
life | 人生 | Leben | vida | vie
world | 世界 | Welt | mundo | monde
water | 水 | Wasser | agua | eau
book | 本 | Buch | libro | livre
house | 家 | Haus | casa | maison
school | 学校 | Schule | escuela | école
friend | 友達 | Freund | amigo | ami
family | 家族 | Familie | familia | famille
food | 食べ物 | Essen | comida | nourriture
cat | 猫 | Katze | gato | chat
dog | 犬 | Hund | perro | chien
day | 日 | Tag | día | jour
is | は | ist | es | est
and | と | und | y | et
the | その | der | el | le
a | | ein | un | un
`;

const PHRASES = new Map<string, Readonly<Record<DemoLanguage, string>>>();
for (const line of TABLE.trim().split('\n')) {
  const [english = '', japanese = '', german = '', spanish = '', french = ''] = line
    .split('|')
    .map((cell) => cell.trim());
  PHRASES.set(english, { japanese, german, spanish, french });
}

/** The whole phrase from the table, else word by word; a word that is not in the table stays as it is. */
export function translateDemo(text: string, language: DemoLanguage): string {
  return text
    .split('\n')
    .map((line) => translateLine(line, language))
    .join('\n');
}

function translateLine(line: string, language: DemoLanguage): string {
  const plain = line.trim().replace(/[.!?]+$/u, '');
  const whole = PHRASES.get(plain.toLowerCase());
  if (whole) return whole[language];
  const words = plain.split(/\s+/u).filter((word) => word !== '');
  const translated = words.map((word) => {
    const [, before = '', core = '', after = ''] = /^(\P{L}*)(.*?)(\P{L}*)$/u.exec(word) ?? [];
    const found = PHRASES.get(core.toLowerCase());
    return before + (found ? found[language] : core) + after;
  });
  return translated.filter((word) => word !== '').join(language === 'japanese' ? '' : ' ');
}

/** The language that a text asks for, in English or in the language's own name. */
export function demoLanguageIn(text: string): DemoLanguage | undefined {
  const names: Record<DemoLanguage, RegExp> = {
    japanese: /\b(?:japanese|japanisch|japonés|japonais)|日本語/iu,
    german: /\b(?:german|deutsch|alemán|allemand)/iu,
    spanish: /\b(?:spanish|spanisch|español|espagnol)/iu,
    french: /\b(?:french|französisch|francés|français)/iu,
  };
  return DEMO_LANGUAGES.find((language) => names[language].test(text));
}
