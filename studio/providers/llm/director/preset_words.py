"""How presets are spoken of, in five languages. Data: patterns, and what is answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language. In patterns ``{name}`` stands for what a preset is called.

    Attributes:
        polite: What may stand before an order.
        joint: What may stand between a preset and what the video is about.
        use: A video follows a preset.
        usual: It is as the user's videos usually are.
        last: It is like the last one.
        which: Which presets are there?
        save: Keep this one's looks.
        delete: Throw one away.
        default: Begin with it from now on.
        no_default: Begin with none.
        change: One is to be different; ``rest`` says how.
        used: Said before why it was that one.
        about: Asks what the video is about.
        listed: Said of all presets.
        usual_mark: Stands behind the default.
        none: Said where there are none.
        saved: Said after keeping.
        unnamed: Said where it has no name.
        deleted: Said after throwing away.
        defaulted: Said of the new default.
        undefaulted: Said where there is none any more.
        changed: Said after a change.
        unclear: Said where the change was not understood.
    """

    polite: str
    joint: str
    use: str
    usual: str
    last: str
    which: str
    save: str
    delete: str
    default: str
    no_default: str
    change: str
    used: str
    about: str
    listed: str
    usual_mark: str
    none: str
    saved: str
    unnamed: str
    deleted: str
    defaulted: str
    undefaulted: str
    changed: str
    unclear: str


WORDS = {
    "en": Words(
        polite=r"(?:please|now|ok(?:ay)?|can\s+you|could\s+you)[,\s]+",
        joint=r"(?:for|to\s+make|and\s+make|and|to\s+do)",
        use=r"(?:use|take|apply|with|using|by|follow)\s+(?:(?:my|the)\s+(?:preset|own\s+format)|my\s+format)\s+(?:called\s+|named\s+)?{name}"
        r"|(?:use|take|apply|with|using|by|follow)\s+my\s+(?P<name_b>[^\W\d][\w'-]*(?:\s+[\w'-]+){0,4}?)\s+(?:preset|format)",
        usual=r"(?:(?:use|take|apply|with|using)\s+)?(?:my|the)\s+usual\s+(?:settings|style|format|preset|way)|(?:make\s+it\s+)?(?:the\s+same\s+)?as\s+(?:usual|always)",
        last=r"(?:(?:make|do)\s+(?:it|this|this\s+one)\s+)?(?:just\s+)?(?:like|the\s+same\s+as|same\s+as|in\s+the\s+style\s+of)\s+(?:(?:the|my)\s+(?:last|previous)\s+(?:one|video|short|time)|last\s+time)",
        which=r"(?:which|what)\s+presets(?:\s+(?:do\s+i\s+have|are\s+there|have\s+i(?:\s+saved)?))?|(?:show|list)\s+(?:me\s+)?(?:all\s+)?(?:my|the)\s+presets|my\s+presets",
        save=r"(?:save|keep|store)\s+(?:this|it|that|these\s+settings)\s+as\s+(?:a|my|the)?\s*(?:new\s+|own\s+)?(?:preset|format)\s*(?:called\s+|named\s+|as\s+)?:?\s*{name}",
        delete=r"(?:delete|remove|drop)\s+(?:my\s+|the\s+)?preset\s+{name}",
        default=r"(?:make|set)\s+(?:my\s+|the\s+)?(?:preset\s+)?{name}\s+(?:to\s+be\s+|as\s+)?(?:my|the)\s+default(?:\s+(?:preset|format))?|use\s+(?:my\s+|the\s+)?preset\s+(?P<name_b>[^\W\d][\w' -]*?)\s+by\s+default",
        no_default=r"(?:no|without\s+a|remove\s+(?:my|the)|forget\s+(?:my|the))\s+default\s+preset",
        change=r"(?:change|adjust|update|edit)\s+(?:my\s+|the\s+)?preset(?:\s+{name})?\s*(?::|,|\s+to\b|\s+so\s+that\b)\s*(?P<rest>.+?)",
        used="Settings:",
        about="What is the video about?",
        listed="Your presets: {presets}.",
        usual_mark=" (default)",
        none='You have no presets yet. Say "save this as my preset" and a name to keep how a video looks and sounds.',
        saved='Saved as the preset "{title}". Say "use my preset {title}" in any conversation.',
        unnamed='What shall it be called? Say, for example, "save this as my preset calm".',
        deleted='The preset "{title}" is deleted; videos that followed it stay as they are.',
        defaulted='"{title}" is your default preset now; "use my usual settings" takes it.',
        undefaulted="There is no default preset any more.",
        changed='The preset "{title}" is changed; videos that were made with it stay.',
        unclear="I did not understand what is to be different in the preset. Say, for example, "
        '"change the preset: 45 seconds".',
    ),
    "es": Words(
        polite=r"(?:por\s+favor|ahora|vale)[,\s]+",
        joint=r"(?:para(?:\s+hacer)?|y\s+haz|y\s+hazme|y)",
        use=r"(?:usa|utiliza|toma|aplica|con|usando|sigue)\s+(?:mi|el)\s+(?:ajuste|preajuste|preset)\s+(?:llamado\s+)?{name}|(?:usa|utiliza|con)\s+mi\s+formato\s+(?P<name_b>[^\W\d][\w'-]*(?:\s+[\w'-]+){0,4}?)",
        usual=r"(?:(?:usa|utiliza|toma|aplica|con)\s+)?(?:mis|los)\s+ajustes\s+(?:habituales|de\s+siempre)|(?:hazlo\s+)?como\s+(?:siempre|de\s+costumbre)",
        last=r"(?:(?:hazlo|haz\s+este)\s+)?(?:como|igual\s+que|al\s+estilo\s+de)\s+(?:(?:el|mi)\s+(?:último|anterior)(?:\s+v[íi]deo)?|la\s+última\s+vez)",
        which=r"(?:qu[ée]|cu[áa]les)\s+(?:ajustes|preajustes|presets)(?:\s+(?:tengo|hay))?|(?:muestra|muéstrame|enseña|enséñame|lista)\s+(?:todos\s+)?(?:mis|los)\s+(?:ajustes|preajustes|presets)|mis\s+(?:ajustes|presets)",
        save=r"(?:guarda|guardar|guarde)(?:lo)?(?:\s+(?:esto|este|eso))?\s+como\s+(?:mi\s+|un\s+|el\s+)?(?:nuevo\s+)?(?:ajuste|preajuste|preset|formato)\s*(?:llamado\s+|con\s+el\s+nombre\s+)?:?\s*{name}",
        delete=r"(?:borra|elimina|quita|borrar|eliminar)\s+(?:mi\s+|el\s+)?(?:ajuste|preajuste|preset)\s+{name}",
        default=r"(?:haz|pon)\s+(?:que\s+)?(?:(?:mi|el)\s+(?:ajuste|preset)\s+)?{name}\s+(?:sea\s+|como\s+)?(?:mi\s+)?(?:ajuste\s+|preset\s+|valor\s+)?(?:por\s+defecto|predeterminado|habitual)",
        no_default=r"(?:sin|quita\s+el|olvida\s+mi)\s+(?:ajuste|preset)\s+(?:por\s+defecto|predeterminado)",
        change=r"(?:cambia|ajusta|actualiza|modifica)\s+(?:mi\s+|el\s+)?(?:ajuste|preajuste|preset)(?:\s+{name})?\s*(?::|,|\s+a\b)\s*(?P<rest>.+?)",
        used="Ajustes:",
        about="¿De qué trata el vídeo?",
        listed="Tus ajustes: {presets}.",
        usual_mark=" (por defecto)",
        none="Todavía no tienes ajustes. Di «guarda esto como mi ajuste» y un nombre para conservar cómo se ve y suena un vídeo.",
        saved="Guardado como el ajuste «{title}». Di «usa mi ajuste {title}» en cualquier conversación.",
        unnamed="¿Cómo se va a llamar? Di, por ejemplo, «guarda esto como mi ajuste tranquilo».",
        deleted="El ajuste «{title}» está borrado; los vídeos que lo seguían quedan como están.",
        defaulted="«{title}» es ahora tu ajuste por defecto; «usa mis ajustes habituales» lo toma.",
        undefaulted="Ya no hay ajuste por defecto.",
        changed="El ajuste «{title}» está cambiado; los vídeos hechos con él se quedan.",
        unclear="No he entendido qué debe cambiar en el ajuste. Di, por ejemplo, «cambia el ajuste: 45 segundos».",
    ),
    "fr": Words(
        polite=r"(?:s'il\s+te\s+plaît|s'il\s+vous\s+plaît|maintenant|ok)[,\s]+",
        joint=r"(?:pour(?:\s+faire)?|et\s+fais|et\s+faites|et)",
        use=r"(?:utilise|utilisez|prends|prenez|applique|avec|suis|en\s+utilisant)\s+(?:mon|le)\s+(?:préréglage|preset)\s+(?:nommé\s+|appelé\s+)?{name}|(?:utilise|prends|avec)\s+mon\s+format\s+(?P<name_b>[^\W\d][\w'-]*(?:\s+[\w'-]+){0,4}?)",
        usual=r"(?:(?:utilise|utilisez|prends|applique|avec)\s+)?(?:mes|les)\s+réglages\s+habituels|(?:fais-(?:la|le)\s+)?comme\s+(?:d'habitude|toujours)",
        last=r"(?:(?:fais-(?:la|le)|fais\s+ça)\s+)?(?:comme|pareil\s+que|dans\s+le\s+style\s+de)\s+(?:(?:la|ma)\s+(?:dernière|précédente)(?:\s+(?:vidéo|fois))?)",
        which=r"quels\s+(?:sont\s+(?:mes|les)\s+)?(?:préréglages|presets)(?:\s+(?:ai-je|y\s+a-t-il|est-ce\s+que\s+j'ai))?|(?:montre|affiche|liste)(?:-moi)?\s+(?:tous\s+)?(?:mes|les)\s+(?:préréglages|presets)|mes\s+(?:préréglages|presets)",
        save=r"(?:enregistre|enregistrez|sauvegarde|garde)(?:-la|-le)?(?:\s+(?:ça|ceci|cela))?\s+comme\s+(?:mon\s+|un\s+|le\s+)?(?:nouveau\s+)?(?:préréglage|preset|format)\s*(?:nommé\s+|appelé\s+|sous\s+le\s+nom\s+)?:?\s*{name}",
        delete=r"(?:supprime|supprimez|efface|enlève)\s+(?:mon\s+|le\s+)?(?:préréglage|preset)\s+{name}",
        default=r"(?:fais\s+de|mets|prends)\s+(?:(?:mon\s+|le\s+)?(?:préréglage|preset)\s+)?{name}\s+(?:comme\s+)?(?:mon\s+)?(?:(?:préréglage|preset|réglage)\s+)?par\s+défaut",
        no_default=r"(?:pas\s+de|sans|enlève\s+le|oublie\s+mon)\s+(?:préréglage|preset)\s+par\s+défaut",
        change=r"(?:change|modifie|ajuste|mets\s+à\s+jour)\s+(?:mon\s+|le\s+)?(?:préréglage|preset)(?:\s+{name})?\s*(?::|,|\s+à\b)\s*(?P<rest>.+?)",
        used="Réglages :",
        about="De quoi parle la vidéo ?",
        listed="Tes préréglages : {presets}.",
        usual_mark=" (par défaut)",
        none="Tu n'as pas encore de préréglage. Dis « enregistre ça comme mon préréglage » et un nom pour garder l'aspect et le son d'une vidéo.",
        saved="Enregistré comme préréglage « {title} ». Dis « utilise mon préréglage {title} » dans n'importe quelle conversation.",
        unnamed="Comment doit-il s'appeler ? Dis par exemple « enregistre ça comme préréglage calme ».",
        deleted="Le préréglage « {title} » est supprimé ; les vidéos qui le suivaient restent telles quelles.",
        defaulted="« {title} » est maintenant ton préréglage par défaut ; « utilise mes réglages habituels » le prend.",
        undefaulted="Il n'y a plus de préréglage par défaut.",
        changed="Le préréglage « {title} » est modifié ; les vidéos faites avec lui restent.",
        unclear="Je n'ai pas compris ce qui doit changer dans le préréglage. Dis par exemple « change le préréglage : 45 secondes ».",
    ),
    "de": Words(
        polite=r"(?:bitte|jetzt|ok)[,\s]+",
        joint=r"(?:für|und\s+mache?|und)",
        use=r"(?:nimm|nehme|verwende|benutze|mit|nach)\s+(?:meine[rm]?|die|der|das|dem|mein)\s+(?:vorgabe|voreinstellung|preset)\s+(?:namens\s+)?{name}|(?:nimm|verwende|mit)\s+(?:mein|meinem)\s+format\s+(?P<name_b>[^\W\d][\w'-]*(?:\s+[\w'-]+){0,4}?)",
        usual=r"(?:(?:nimm|verwende|benutze|mit)\s+)?(?:meine[nr]?|die|den)\s+üblichen\s+einstellungen|(?:mach\s+es\s+)?wie\s+(?:immer|üblich|sonst)",
        last=r"(?:mache?\s+(?:es|das)\s+)?(?:genauso\s+|so\s+)?(?:wie|im\s+stil\s+von)\s+(?:(?:das|mein|dem|meinem)\s+(?:letzte[ns]?|vorige[ns]?)(?:\s+(?:video|mal))?|beim\s+letzten\s+mal|letztes\s+mal)",
        which=r"welche\s+(?:vorgaben|voreinstellungen|presets)(?:\s+(?:habe\s+ich|gibt\s+es))?|(?:zeige?|liste)\s+(?:mir\s+)?(?:alle\s+)?(?:meine|die)\s+(?:vorgaben|voreinstellungen|presets)(?:\s+auf)?|meine\s+(?:vorgaben|presets)",
        save=r"(?:speichere?|sichere?)\s+(?:das|es|dies)\s+als\s+(?:meine?\s+|eine?\s+)?(?:neue[s]?\s+)?(?:vorgabe|voreinstellung|preset|format)\s*(?:namens\s+|mit\s+dem\s+namen\s+)?:?\s*{name}",
        delete=r"(?:lösche?|entferne?)\s+(?:meine?\s+|die\s+|das\s+)?(?:vorgabe|voreinstellung|preset)\s+{name}",
        default=r"(?:mache?|nimm)\s+(?:(?:meine\s+|die\s+|das\s+)?(?:vorgabe|preset)\s+)?{name}\s+(?:zu\s+meine[rm]\s+|als\s+(?:meine?n?\s+)?|zum\s+)(?:standard(?:vorgabe)?|standardpreset)",
        no_default=r"(?:keine|ohne|vergiss\s+meine|entferne\s+die)\s+standardvorgabe",
        change=r"(?:ändere?|passe|aktualisiere)\s+(?:meine?\s+|die\s+|das\s+)?(?:vorgabe|voreinstellung|preset)(?:\s+{name})?\s*(?::|,|\s+auf\b)\s*(?P<rest>.+?)",
        used="Einstellungen:",
        about="Worüber soll das Video sein?",
        listed="Deine Vorgaben: {presets}.",
        usual_mark=" (Standard)",
        none="Du hast noch keine Vorgaben. Sag „speichere das als meine Vorgabe“ und einen Namen, um Aussehen und Klang eines Videos zu behalten.",
        saved="Als Vorgabe „{title}“ gespeichert. Sag „nimm meine Vorgabe {title}“ in jedem Gespräch.",
        unnamed="Wie soll sie heißen? Sag zum Beispiel „speichere das als Vorgabe ruhig“.",
        deleted="Die Vorgabe „{title}“ ist gelöscht; Videos, die ihr folgten, bleiben, wie sie sind.",
        defaulted="„{title}“ ist jetzt deine Standardvorgabe; „nimm meine üblichen Einstellungen“ nimmt sie.",
        undefaulted="Es gibt keine Standardvorgabe mehr.",
        changed="Die Vorgabe „{title}“ ist geändert; Videos, die mit ihr gemacht wurden, bleiben.",
        unclear="Ich habe nicht verstanden, was an der Vorgabe anders sein soll. Sag zum Beispiel „ändere die Vorgabe: 45 Sekunden“.",
    ),
    "pt": Words(
        polite=r"(?:por\s+favor|agora|ok)[,\s]+",
        joint=r"(?:para(?:\s+fazer)?|e\s+fa(?:z|ça)|e)",
        use=r"(?:usa|use|utiliza|utilize|aplica|aplique|com|usando|segue)\s+(?:a\s+)?(?:minha|a)\s+(?:predefinição|preset)\s+(?:chamada\s+)?{name}|(?:usa|use|com)\s+(?:o\s+)?(?:meu|o)\s+(?:preset|formato)\s+(?P<name_b>[^\W\d][\w'-]*(?:\s+[\w'-]+){0,4}?)",
        usual=r"(?:(?:usa|use|utiliza|aplica|com)\s+)?(?:as\s+)?(?:minhas|as)\s+(?:definições|configurações)\s+habituais|(?:faz\s+|faça\s+)?como\s+(?:sempre|de\s+costume)",
        last=r"(?:(?:faz|faça)(?:-o|\s+isto|\s+isso)?\s+)?(?:como|igual\s+ao?|no\s+estilo\s+do)\s+(?:(?:o\s+)?(?:meu\s+)?(?:último|anterior)(?:\s+vídeo)?|a\s+última\s+vez)",
        which=r"(?:que|quais)\s+(?:são\s+as\s+)?(?:minhas\s+)?(?:predefinições|presets)(?:\s+(?:tenho|há|eu\s+tenho))?|(?:mostra|mostre|lista|liste)(?:-me)?\s+(?:todas\s+)?(?:as\s+|os\s+)?(?:minhas|meus)?\s*(?:predefinições|presets)|(?:as\s+)?minhas\s+predefinições",
        save=r"(?:guarda|guarde|salva|salve|guardar|salvar)(?:\s+(?:isto|isso))?\s+como\s+(?:a\s+|o\s+)?(?:minha\s+|meu\s+|uma\s+)?(?:nova\s+)?(?:predefinição|preset|formato)\s*(?:chamad[ao]\s+|com\s+o\s+nome\s+)?:?\s*{name}",
        delete=r"(?:apaga|apague|elimina|elimine|exclui|exclua|remove|remova)\s+(?:a\s+|o\s+)?(?:minha\s+|meu\s+)?(?:predefinição|preset)\s+{name}",
        default=r"(?:torna|torne|põe|ponha|faz\s+de|faça\s+de)\s+(?:(?:a\s+)?(?:minha\s+)?(?:predefinição|preset)\s+)?{name}\s+(?:como\s+)?(?:a\s+|o\s+)?(?:minha\s+|meu\s+)?(?:predefinição\s+|preset\s+)?(?:padrão|predefinida|por\s+omissão)",
        no_default=r"(?:sem|nenhuma|tira\s+a|esquece\s+a\s+minha)\s+predefinição\s+(?:padrão|por\s+omissão)",
        change=r"(?:muda|mude|altera|altere|ajusta|ajuste)\s+(?:a\s+|o\s+)?(?:minha\s+|meu\s+)?(?:predefinição|preset)(?:\s+{name})?\s*(?::|,|\s+para\b)\s*(?P<rest>.+?)",
        used="Configurações:",
        about="Sobre o que é o vídeo?",
        listed="Suas predefinições: {presets}.",
        usual_mark=" (padrão)",
        none="Você ainda não tem predefinições. Diga “salve isto como minha predefinição” e um nome para manter o visual e o som de um vídeo.",
        saved="Salvo como a predefinição “{title}”. Diga “use a minha predefinição {title}” em qualquer conversa.",
        unnamed="Como ela deve se chamar? Diga, por exemplo, “salve isto como minha predefinição calma”.",
        deleted="A predefinição “{title}” foi apagada; os vídeos que a seguiam ficam como estão.",
        defaulted="“{title}” agora é a sua predefinição padrão; é o que vale para “use as minhas configurações habituais”.",
        undefaulted="Não há mais predefinição padrão.",
        changed="A predefinição “{title}” foi mudada; os vídeos feitos com ela ficam.",
        unclear="Não entendi o que deve mudar na predefinição. Diga, por exemplo, “mude a predefinição: 45 segundos”.",
    ),
}  # fmt: skip
