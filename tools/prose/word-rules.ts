/** A word or phrase that the project's texts do not use, and what to write instead. */
export interface WordRule {
  readonly pattern: RegExp;
  readonly advice: string;
}

function rule(words: string, advice: string): WordRule {
  return { pattern: new RegExp(`\\b(?:${words})\\b`, "giu"), advice };
}

/** Words that a reader for whom English is a second language has to look up. */
const archaicWords: readonly WordRule[] = [
  rule("whence", "write: where ... from"),
  rule("who(?:so)?ever|whomever", "name the person: the caller, anyone who, the user"),
  rule("thereof|therein|hereby|herein|whereby|wherein", "write the sentence out"),
  rule("likewise", "write: also, in the same way"),
  rule("beside", "write: besides, apart from, next to, in addition to"),
  rule("save for|save that", "write: except"),
  rule("unto|albeit|hitherto|nought|nay|forthwith", "use the ordinary word"),
];

/** Metaphors of earlier versions, where AWS, Terraform and IAM have a term. */
const privateWords: readonly WordRule[] = [
  rule("stand(?:s|ing)? in (?:a|an|the|its|their|one|no|subnets?)", "write: is in, runs in, is listed in"),
  rule("wears?|wearing|worn", "a security group is attached"),
  rule("let(?:s|ting)? in", "a rule allows"),
  rule("leads? to (?:a|an|the|it|its|no) (?:gateway|endpoint|firewall|internet|network|subnet|nat)", "a route targets"),
  rule("speaks? of|spoken of", "write: names, matches, applies to"),
  rule("(?:tell|tells|told|telling)(?: \\w+)? apart", "write: distinguish"),
  rule("strangers?", "write: external principal, another account, third party"),
  rule("excuses?|excused", "write: permitted, exception"),
  rule("fates?", "write: disposition"),
  rule("tenants?", "write: interface owner"),
  rule("loose ends?", "write: model gap"),
  rule("ways? (?:in|out)", "write: inbound path, outbound path, user access"),
  rule("misspelt", "write: misspelled, unknown"),
  rule("fares? (?:alike|likewise|the same)", "write: has the same result"),
  rule("hands? on", "write: forwards, passes"),
];

/** Genitives where AWS has a fixed compound. */
const genitives: readonly WordRule[] = [
  rule("(?:users?|roles?|polic(?:y|ies)|groups?) of IAM", "write: IAM user, IAM role, IAM policy"),
  rule("(?:agents?|sessions?) of Systems Manager", "write: SSM Agent, Session Manager session"),
  rule("functions? of self-service", "write: self-service function"),
  rule("URLs? of Studio(?:'s)?", "write: presigned URL, Studio URL"),
  rule("machines? of EC2|groups? of EC2", "write: EC2 instance, security group"),
  rule("(?:services?|accounts?|networks?) of AWS(?:'s)?", "write: AWS service, AWS account"),
];

const britishSpellings: Readonly<Record<string, string>> = {
  "behaviours?": "behavior",
  "colou?red|colours?|colouring": "color",
  "favou?rable|favours?|favoured|favourites?": "favor",
  "neighbours?|neighbouring": "neighbor",
  "honours?|honoured": "honor",
  "organis(?:e|es|ed|ation|ations|ational|ing)": "organize, organization",
  "authoris(?:e|es|ed|ation|ing)": "authorize, authorization",
  "recognis(?:e|es|ed|ing)": "recognize",
  "initialis(?:e|es|ed|ing)": "initialize",
  "normalis(?:e|es|ed|ing|ation)": "normalize",
  "serialis(?:e|es|ed|ing|ation)": "serialize",
  "summaris(?:e|es|ed|ing)": "summarize",
  "minimis(?:e|es|ed|ing)": "minimize",
  "memois(?:e|es|ed|ing|ation)": "memoize",
  "synthesis(?:e|ed|ing)": "synthesize",
  "analys(?:e|ed|ing)": "analyze",
  "(?:un)?modell(?:ed|ing)": "modeled, modeling",
  "labell(?:ed|ing)": "labeled",
  "cancell(?:ed|ing)": "canceled",
  "travell(?:ed|ing)": "traveled",
  "signall(?:ed|ing)": "signaled",
  "catalogues?": "catalog",
  "judgements?": "judgment, or verdict",
  "licences?": "license",
  "defences?": "defense",
  "artefacts?": "artifact",
  "centres?": "center",
  grey: "gray",
  "whilst|amongst|towards": "while, among, toward",
};

/** What a merge leaves where both sides changed a passage. In documents nothing else fails on it. */
const mergeMarkers: WordRule = { pattern: /(?:<{7}|>{7}) \S+/gu, advice: "merge both sides into one text" };

/** Every rule, in the order in which findings of one place are printed. */
export const wordRules: readonly WordRule[] = [
  ...archaicWords,
  ...privateWords,
  ...genitives,
  mergeMarkers,
  ...Object.entries(britishSpellings).map(([words, american]) => rule(words, `American spelling: ${american}`)),
];
