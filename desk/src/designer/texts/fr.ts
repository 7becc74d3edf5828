import type { DesignerTexts } from './shape.ts'

const label = { title: 'Libellé', help: 'Ce que le contact lit et sur quoi il clique.' }
const payload = {
  title: 'Payload',
  help: 'Ce qu’un clic envoie, à l’insu du contact. À défaut, il en est créé un à la publication.',
}
const textAbove = { title: 'Texte', help: 'Ce que le chatbot dit au-dessus.' }
const buttons = {
  title: 'Boutons',
  help: 'Un bouton ouvre un lien, appelle, écrit un e-mail ou répond au chatbot et exécute ses actions.',
  each: {
    title: 'Bouton',
    fields: {
      label,
      url: { title: 'Lien', help: 'Une page qu’un clic ouvre (https://…).' },
      phone: { title: 'Numéro de téléphone', help: 'Un numéro qu’un clic appelle.' },
      email: { title: 'E-mail', help: 'Une adresse à laquelle un clic écrit.' },
      payload,
    },
  },
}
const card = {
  title: { title: 'Titre', help: 'La ligne en gras.' },
  subtitle: { title: 'Sous-titre', help: 'Ce qui figure sous le titre.' },
  image: {
    title: 'Image',
    help: 'Où se trouve l’image du haut\u00a0: https://…, ou un chemin de ce site comme /room.jpg.',
  },
  buttons,
}
const wrongReplies = {
  title: 'Répliques aux mauvaises réponses',
  help: 'Dites à tour de rôle, une par mauvaise réponse. Sans elles, c’est l’interaction de repli qui répond.',
  each: { title: 'Réplique', help: 'Ce que le chatbot dit à une mauvaise réponse.' },
}
const maxTries = {
  title: 'Nombre maximal d’essais',
  help: 'Après autant de mauvaises réponses, le chatbot renonce et continue. À défaut, il ne renonce jamais.',
}
const behavior = {
  title: 'Comportement',
  help: 'Où l’interaction est cherchée. Seul\u00a0: l’interaction de début de ce comportement.',
}
const operatorsGroup = {
  title: 'Groupe d’opérateurs',
  help: 'À qui l’on demande. À défaut\u00a0: à tous les opérateurs de l’espace de travail.',
}
const anybody = {
  random: 'N’importe qui parmi eux, au hasard',
  less_busy: 'La personne qui a le moins de conversations',
}
const assignOperator = {
  title: 'Attribuer à un opérateur',
  help: 'Comment l’un d’eux est choisi. À défaut\u00a0: au hasard pour une prise en charge, personne en particulier pour une demande.',
  options: { ...anybody, specific: 'Une personne précise' },
}
const operator = { title: 'Opérateur', help: 'Qui, lorsqu’il s’agit d’une personne précise.' }
const onlyOnlineOperators = {
  title: 'Seulement les opérateurs en ligne',
  help: 'Si personne parmi eux n’est en ligne, rien ne change et l’action suivante s’exécute.',
}
const onlyThese = { title: 'Opérateurs' }
const comparison = { title: 'Comparaison' }
const address = {
  title: 'Adresse',
  help: 'https://… Les variables sont remplacées\u202f; là où elles peuvent contenir un texte quelconque, écrire {{ name | url_encode }}.',
}
const longestWait = { title: 'Attente maximale (secondes)' }
const tag = { title: 'Étiquette', help: 'De 1 à 64 caractères. Les variables sont remplacées.' }
const flag = {
  title: 'Marque',
  help: 'Ce dont il s’agit, en snake_case\u00a0: newsletter, analysis. Conservé dans privacy.newsletter.',
}
const model = {
  instructions: {
    title: 'Instructions',
    help: 'Ce que le modèle doit faire et ce qu’il doit savoir. Les variables sont remplacées\u00a0: il n’en voit aucune autre. Ne mettre ici aucun secret\u00a0: un modèle peut se laisser convaincre de les révéler.',
  },
  model: { title: 'Modèle', help: 'Son nom, tel que l’emploie le service qu’utilise cette installation.' },
  maxTokens: {
    title: 'Réponse la plus longue (jetons)',
    help: 'Un jeton équivaut à environ trois quarts d’un mot anglais. Ce qui dépasse est coupé par le service.',
  },
  temperature: {
    title: 'Température',
    help: 'La part de hasard dans une réponse\u00a0: 0 est le minimum. À défaut\u00a0: ce que le modèle fait d’habitude.',
  },
  historyMessages: {
    title: 'Messages qu’il voit',
    help: 'Autant de derniers messages de la conversation\u202f; jamais les notes internes.',
  },
  timeoutSeconds: { ...longestWait, help: 'Pour toute la réponse. Au-delà, elle est considérée comme échouée.' },
}
const failureText = {
  title: 'Texte en cas d’échec',
  help: 'Dit quand aucune réponse n’arrive et qu’aucune action ne figure sous on_failure.',
}

export const texts: DesignerTexts = {
  actions: {
    text: {
      title: 'Texte',
      help: 'Dit un texte.',
      fields: {
        text: {
          title: 'Texte',
          help: 'Ce que dit le chatbot. {{ user_name }} et d’autres variables sont remplacées.',
        },
      },
    },
    image: {
      title: 'Image',
      help: 'Montre une image.',
      fields: {
        url: {
          title: 'Adresse',
          help: 'Où se trouve l’image\u00a0: https://…, ou un chemin de ce site comme /logo.png.',
        },
        alt: { title: 'Description', help: 'Ce que montre l’image, pour les personnes qui ne peuvent pas la voir.' },
      },
    },
    video: {
      title: 'Vidéo',
      help: 'Montre une vidéo lue dans la conversation.',
      fields: {
        url: {
          title: 'Adresse',
          help: 'Où se trouve la vidéo\u00a0: https://…, ou un chemin de ce site comme /tour.mp4.',
        },
        name: {
          title: 'Nom',
          help: 'Ce que le contact lit à côté de la vidéo. À défaut\u00a0: la dernière partie de l’adresse.',
        },
      },
    },
    audio: {
      title: 'Audio',
      help: 'Donne quelque chose à écouter, lu dans la conversation.',
      fields: {
        url: {
          title: 'Adresse',
          help: 'Où se trouve le fichier audio\u00a0: https://…, ou un chemin de ce site comme /greeting.mp3.',
        },
        name: {
          title: 'Nom',
          help: 'Ce que le contact lit à côté du fichier audio. À défaut\u00a0: la dernière partie de l’adresse.',
        },
      },
    },
    file: {
      title: 'Fichier',
      help: 'Propose un fichier à télécharger.',
      fields: {
        url: {
          title: 'Adresse',
          help: 'Où se trouve le fichier\u00a0: https://…, ou un chemin de ce site comme /prices.pdf.',
        },
        name: {
          title: 'Nom',
          help: 'Ce que le contact lit à côté du fichier. À défaut\u00a0: la dernière partie de l’adresse.',
        },
      },
    },
    quick_replies: {
      title: 'Réponses rapides',
      help: 'Propose des réponses à cliquer\u202f; elles disparaissent dès que le contact a répondu.',
      fields: {
        text: textAbove,
        replies: {
          title: 'Réponses',
          help: 'Affichées sous le texte, elles disparaissent quand le contact répond. Chacune peut porter des actions qui s’exécutent au clic.',
          each: { title: 'Réponse', fields: { label, payload } },
        },
      },
    },
    buttons: {
      title: 'Boutons',
      help: 'Montre des boutons qui restent\u00a0: liens, numéros de téléphone, adresses e-mail ou réponses.',
      fields: { text: textAbove, buttons },
    },
    card: {
      title: 'Carte',
      help: 'Montre une carte avec un titre et, s’il y en a, un sous-titre, une image et des boutons.',
      fields: card,
    },
    carousel: {
      title: 'Carrousel',
      help: 'Montre plusieurs cartes côte à côte.',
      fields: {
        text: textAbove,
        cards: {
          title: 'Cartes',
          help: 'Affichées côte à côte, chacune avec un titre et, s’il y en a, un sous-titre, une image et des boutons.',
          each: { title: 'Carte', fields: card },
        },
      },
    },
    delay: {
      title: 'Pause',
      help: 'Attend avant l’action suivante.',
      fields: {
        seconds: {
          title: 'Secondes',
          help: 'Durée de l’attente, une heure au plus. Une demi-seconde s’écrit 0.5.',
        },
      },
    },
    input: {
      title: 'Saisie',
      help: 'Attend que le contact donne la réponse attendue et la conserve dans une variable.',
      fields: {
        variable: { title: 'Variable', help: 'Où la réponse est conservée.' },
        expects: {
          title: 'Attend',
          help: 'Ce qui compte comme réponse.',
          options: {
            text: 'N’importe quel texte',
            pattern: 'Un texte conforme à un motif',
            email: 'Une adresse e-mail',
            number: 'Un nombre',
            date: 'Une date',
            choice: 'Un choix parmi plusieurs',
          },
        },
        pattern: {
          title: 'Motif',
          help: 'Une expression régulière (RE2) cherchée dans la réponse\u202f; ^ et $ l’attachent au début et à la fin.',
        },
        choices: {
          title: 'Choix',
          help: 'Les réponses qui comptent. Majuscules, accents et ponctuation n’importent pas.',
          each: { title: 'Choix', help: 'Une réponse qui compte.' },
        },
        wrongReplies,
        maxTries,
      },
    },
    file_input: {
      title: 'Saisie de fichier',
      help: 'Attend que le contact envoie un fichier du type attendu et conserve dans une variable où il se trouve.',
      fields: {
        variable: {
          title: 'Variable',
          help: 'Où il est conservé\u00a0: file.name, file.url, file.content_type et file.size.',
        },
        kinds: {
          title: 'Types',
          help: 'Quels fichiers comptent. À défaut\u00a0: tous.',
          each: {
            title: 'Type',
            help: 'Un type de fichier qui compte.',
            options: {
              image: 'Images',
              video: 'Vidéos',
              audio: 'Audio',
              document: 'Documents (PDF, texte, bureautique)',
            },
          },
        },
        maxMegabytes: {
          title: 'Taille maximale (Mo)',
          help: 'Les fichiers plus grands ne comptent pas. Au plus 10, ce qu’un contact peut envoyer.',
        },
        wrongReplies,
        maxTries,
      },
    },
    rating: {
      title: 'Évaluation',
      help: 'Demande si le contact est satisfait et, au besoin, un commentaire\u202f; les indicateurs en tiennent compte (CSAT).',
      fields: {
        text: textAbove,
        scale: {
          title: 'Échelle',
          help: 'Ce parmi quoi le contact peut choisir.',
          options: { stars: 'D’une à cinq étoiles', thumbs: 'Pouce vers le haut ou vers le bas' },
        },
        comment: {
          title: 'Demande de commentaire',
          help: 'Posée après l’évaluation\u202f; ce que le contact écrit alors est le commentaire. À défaut\u00a0: elle n’est pas posée.',
        },
        skip: { title: 'Pas de commentaire', help: 'La réponse qui passe le commentaire.' },
        variable: {
          title: 'Variable',
          help: 'Où la note est aussi conservée. Elle l’est toujours dans rating.score, le commentaire dans rating.comment.',
        },
        wrongReplies,
        maxTries: {
          title: maxTries.title,
          help: 'Après autant de mauvaises réponses, le chatbot renonce et continue.',
        },
      },
    },
    go_to: {
      title: 'Aller à',
      help: 'Continue dans une autre interaction\u202f; ce qui suit dans sa liste ne s’exécute pas.',
      fields: {
        behavior,
        interaction: {
          title: 'Interaction',
          help: 'L’interaction où aller. Sans comportement, elle est d’abord cherchée dans celui-ci.',
        },
        to: {
          title: 'Lieu',
          help: 'Un lieu sans nom, au lieu d’une interaction.',
          options: {
            start: 'Le début du chatbot ou du comportement',
            previous: 'Là où le contact était avant',
            fallback: 'Le repli',
            bookmark: 'Le signet',
          },
        },
        cancelFurtherExecution: {
          title: 'Annuler la suite de l’exécution',
          help: 'Abandonne aussi ce qui se serait exécuté après la liste d’actions où figure celle-ci.',
        },
      },
    },
    bookmark: {
      title: 'Signet',
      help: 'Retient l’interaction où se trouve le contact, pour un «\u202fAller à\u202f» qui y ramène.',
    },
    condition: {
      title: 'Condition',
      help: 'Exécute une branche ou l’autre, selon une variable, une étiquette, le canal ou la langue.',
      fields: {
        variable: {
          title: 'Variable',
          help: 'La variable examinée\u202f; favorite.color atteint l’intérieur.',
        },
        tag: { title: 'Étiquette', help: 'L’étiquette que la conversation a ou n’a pas.' },
        channel: { title: 'Canal', help: 'Le canal de la conversation, par exemple widget.' },
        locale: {
          title: 'Langue',
          help: 'La langue du contact\u00a0: de comprend aussi de-AT, de-AT seulement lui-même.',
        },
        is: {
          ...comparison,
          help: 'Comment la comparaison se fait.',
          options: {
            equal: 'est',
            not_equal: 'n’est pas',
            contains: 'contient',
            matches: 'est conforme au motif',
            greater: 'est plus grand que',
            less: 'est plus petit que',
            set: 'a une valeur',
            not_set: 'n’a pas de valeur',
          },
        },
        value: {
          title: 'Valeur',
          help: 'À quoi l’on compare. Inutile pour «\u202fa une valeur\u202f», comme pour une étiquette, un canal ou une langue.',
        },
      },
    },
    random_split: {
      title: 'Répartition au hasard',
      help: 'Exécute au hasard une branche parmi plusieurs, aussi souvent que le dit son poids.',
      fields: {
        branches: {
          title: 'Branches',
          help: 'L’une d’elles est prise au hasard, chaque fois à nouveau. Chacune peut porter des actions qui s’exécutent alors.',
          each: {
            title: 'Branche',
            fields: {
              name: { title: 'Nom', help: 'Le nom de la branche dans la variable, par exemple A.' },
              weight: {
                title: 'Poids',
                help: 'À quelle fréquence elle est prise par rapport aux autres\u00a0: 3, c’est trois fois plus que 1, et 0, c’est jamais.',
              },
            },
          },
        },
        variable: {
          title: 'Variable',
          help: 'Où le nom de la branche est conservé, pour comparer plus tard leurs résultats. Facultatif.',
        },
      },
    },
    schedule_behavior: {
      title: 'Planifier un comportement',
      help: 'Lance une interaction plus tard et continue aussitôt.',
      fields: {
        behavior,
        interaction: {
          title: 'Interaction',
          help: 'L’interaction qui commence alors. Sans comportement, elle est d’abord cherchée dans celui-ci.',
        },
        after: { title: 'Après', help: 'Dans combien de temps à partir de maintenant\u202f; au plus 90 jours.' },
        unit: {
          title: 'Unité',
          help: 'Ce que compte le nombre.',
          options: { seconds: 'Secondes', minutes: 'Minutes', hours: 'Heures', days: 'Jours' },
        },
      },
    },
    end_conversation: {
      title: 'Clôturer la conversation',
      help: 'Clôture la conversation\u202f; le message suivant en ouvre une nouvelle.',
    },
    set_chat_operator_state: {
      title: 'Définir l’état opérateur du chat',
      help: 'Demande un opérateur, donne le contrôle à un opérateur ou le rend au chatbot. Après une prise en charge, le reste de l’interaction ne s’exécute pas\u202f; si personne n’a pu prendre en charge, les actions en dessous s’exécutent.',
      fields: {
        mode: {
          title: 'État',
          help: 'Demander un opérateur, donner le contrôle à un opérateur ou le rendre au chatbot.',
          options: {
            request_operator: 'Demander un opérateur',
            operator_takeover: 'Prise en charge par un opérateur',
            chatbot_controlled: 'Contrôle au chatbot',
          },
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
      },
    },
    assign_conversation: {
      title: 'Attribuer la conversation',
      help: 'Donne la conversation à un opérateur ou en demande un, et assure le suivi\u00a0: si personne n’est là, si personne ne vient et quand elle est rendue.',
      fields: {
        mode: {
          title: 'Comment',
          help: 'La donner tout de suite à un opérateur, ou en demander un pendant que le chatbot continue.',
          options: { operator_takeover: 'La donner à un opérateur', request_operator: 'Demander un opérateur' },
        },
        operatorsGroup,
        operators: { ...onlyThese, help: 'Seulement ceux-ci, dans le groupe. À défaut\u00a0: tout le groupe.' },
        assignOperator: {
          title: assignOperator.title,
          help: 'Comment l’un d’eux est choisi. À défaut\u00a0: selon l’ordre du groupe, ou au hasard.',
          options: anybody,
        },
        onlyOnlineOperators,
        message: {
          title: 'Message de prise en charge',
          help: 'Dit au contact juste avant qu’un opérateur ait la conversation.',
        },
        timeoutSeconds: {
          ...longestWait,
          help: 'Si personne n’a pris la demande d’ici là, la branche prévue s’exécute\u202f; la demande demeure.',
        },
      },
    },
    agent_state_check: {
      title: 'Vérifier les opérateurs',
      help: 'Exécute une branche quand des opérateurs sont là, ou ont peu ou beaucoup à faire.',
      fields: {
        group: {
          title: 'Groupe',
          help: 'Les opérateurs de quel groupe sont examinés. Sans groupe ni opérateur\u00a0: tous.',
        },
        operator: { title: 'Opérateur', help: 'Le seul opérateur examiné, au lieu d’un groupe.' },
        check: {
          title: 'Examiner',
          help: 'Ce qui est examiné.',
          options: { status: 'Si quelqu’un est là', conversations: 'Combien de conversations ils ont' },
        },
        is: {
          ...comparison,
          help: 'Dans un groupe, «\u202fest\u202f» en demande un seul\u202f; «\u202fn’est pas\u202f» est vrai quand aucun ne l’est.',
          options: { is: 'est', is_not: 'n’est pas' },
        },
        status: {
          title: 'Statut',
          help: 'Tel que l’équipe le voit\u00a0: en ligne, ou tel que choisi, ou parti.',
          options: { online: 'en ligne', busy: 'occupé(e)', away: 'absent(e)', offline: 'hors ligne' },
        },
        than: {
          ...comparison,
          help: 'Dans un groupe, «\u202fmoins de\u202f» en demande un seul parmi ceux en ligne\u202f; «\u202fplus de\u202f» est vrai quand tous en ont davantage.',
          options: { below: 'moins de', above: 'plus de' },
        },
        count: { title: 'Conversations', help: 'Le nombre auquel on compare.' },
      },
    },
    calendar_check: {
      title: 'Vérifier les horaires d’ouverture',
      help: 'Exécute une branche pendant les horaires d’ouverture et l’autre en dehors.',
      fields: {
        group: {
          title: 'Horaires d’ouverture de',
          help: 'Le groupe dont les horaires d’ouverture comptent. Sans lui\u00a0: ceux de l’espace de travail.',
        },
      },
    },
    create_conversation_url: {
      title: 'Créer un lien vers la conversation',
      help: 'Crée un lien par lequel un opérateur trouve cette conversation, pour un e-mail ou un autre système.',
      fields: {
        hours: { title: 'Valable (heures)', help: 'Ensuite, le lien ne mène nulle part.' },
        takesOver: {
          title: 'Prendre en charge à l’ouverture',
          help: 'Le premier opérateur qui l’ouvre a la conversation, si personne d’autre ne l’a d’ici là.',
        },
        handsOver: {
          title: 'Rendre à la fin',
          help: 'Quand le lien prend fin, le chatbot a de nouveau la conversation, si cet opérateur l’a encore.',
        },
        variable: {
          title: 'Variable',
          help: 'Où le lien est conservé. À défaut\u00a0: conversation_share_url.',
        },
      },
    },
    notify_operators: {
      title: 'Prévenir des opérateurs',
      help: 'Prévient des opérateurs de cette conversation, au poste et, au besoin, par e-mail. La personne qui l’a ne change pas.',
      fields: {
        text: {
          title: 'Texte',
          help: 'Ce qui leur est dit. Cela figure dans la conversation comme une note que le contact ne voit jamais.',
        },
        group: { title: 'Groupe', help: 'Les opérateurs de quel groupe sont prévenus. À défaut\u00a0: tous.' },
        operators: { ...onlyThese, help: 'Seulement ceux-ci, dans le groupe. À défaut\u00a0: le groupe entier.' },
        byMail: {
          title: 'Aussi par e-mail',
          help: 'Avec un lien vers la conversation, à chacun d’eux. Nécessite un serveur de messagerie.',
        },
      },
    },
    add_note: {
      title: 'Ajouter une note',
      help: 'Laisse une note que seuls les opérateurs voient.',
      fields: {
        text: { title: 'Note', help: 'Ce que les opérateurs doivent savoir. Les variables sont remplacées.' },
      },
    },
    set_variable: {
      title: 'Définir une variable',
      help: 'Définit ou modifie une variable de la conversation.',
      fields: {
        variable: {
          title: 'Variable',
          help: 'La variable à modifier\u202f; favorite.color atteint l’intérieur.',
        },
        value: {
          title: 'Valeur',
          help: 'Un texte, un nombre, vrai ou faux, une liste ou un objet. Les variables sont remplacées. Inutile pour vider.',
        },
        how: {
          title: 'Comment',
          help: 'Ce qui est fait de la valeur présente.',
          options: {
            overwrite: 'La remplacer',
            append: 'Ajouter à la liste',
            concatenate: 'Ajouter à la fin du texte',
            add: 'Additionner le nombre',
            subtract: 'Soustraire le nombre',
            multiply: 'Multiplier par le nombre',
            divide: 'Diviser par le nombre',
            replace: 'Y remplacer',
            remove: 'En retirer',
            clear: 'La vider',
          },
        },
      },
    },
    set_tag: { title: 'Poser une étiquette', help: 'Pose une étiquette sur la conversation.', fields: { tag } },
    drop_tag: { title: 'Retirer une étiquette', help: 'Retire une étiquette de la conversation.', fields: { tag } },
    http_request: {
      title: 'Requête HTTP',
      help: 'Interroge un autre système et conserve des parties de sa réponse dans des variables.',
      fields: {
        method: {
          title: 'Méthode',
          help: 'GET lit, les autres modifient quelque chose.',
          options: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
        },
        url: address,
        headers: {
          title: 'En-têtes',
          help: 'Noms et valeurs qui accompagnent la requête.',
          each: { title: 'En-tête', help: 'La valeur d’un en-tête.' },
        },
        body: {
          title: 'Corps',
          help: 'Un texte, ou un objet ou une liste envoyés en JSON. Pas avec GET. Les variables sont remplacées.',
        },
        map: {
          title: 'À garder de la réponse',
          help: 'Ce qui est tiré de la réponse, et dans quelles variables c’est conservé.',
          each: {
            title: 'Correspondance',
            fields: {
              path: {
                title: 'Chemin',
                help: 'Où cela se trouve dans la réponse\u00a0: data.items[0].name ou /data/items/0/name. Vide\u00a0: toute la réponse.',
              },
              variable: { title: 'Variable', help: 'Où c’est conservé.' },
            },
          },
        },
        timeoutSeconds: { ...longestWait, help: 'Au-delà, la requête est considérée comme échouée.' },
      },
    },
    send_email: {
      title: 'Envoyer un e-mail',
      help: 'Envoie un e-mail par le serveur de messagerie de cette installation.',
      fields: {
        to: {
          title: 'À',
          help: 'Une adresse e-mail, ou jusqu’à 10 séparées par des virgules. Les variables sont remplacées.',
        },
        subject: { title: 'Objet', help: 'Une ligne. Les variables sont remplacées.' },
        text: { title: 'Texte', help: 'Texte brut. Les variables sont remplacées.' },
        replyTo: {
          title: 'Répondre à',
          help: 'Où vont les réponses, par exemple {{ user_email }}. À défaut\u00a0: à l’expéditeur de ce serveur.',
        },
      },
    },
    trigger_webhook: {
      title: 'Déclencher un webhook',
      help: 'Informe un autre système de la conversation, avec signature, et continue aussitôt.',
      fields: {
        url: address,
        secret: {
          title: 'Secret',
          help: 'whsec_… avec au moins 24 octets en base64. L’autre système s’en sert pour vérifier la signature.',
        },
        event: {
          title: 'Événement',
          help: 'Ce que l’autre système apprend s’être produit\u00a0: lettres, chiffres, points et tirets bas.',
        },
        variables: {
          title: 'Variables',
          help: 'Quelles variables sont envoyées. À défaut\u00a0: toutes.',
          each: { title: 'Variable', help: 'Une variable envoyée.' },
        },
      },
    },
    script: {
      title: 'Script',
      help: 'Exécute un morceau de JavaScript qui lit les variables et en rend certaines.',
      fields: {
        code: {
          title: 'Code',
          help: 'Le corps d’une fonction\u00a0: elle trouve les variables dans `variables` et renvoie un objet de nouvelles valeurs.',
        },
        timeoutMilliseconds: {
          title: 'Durée maximale (millisecondes)',
          help: 'Du processeur. Au-delà, le script est considéré comme échoué.',
        },
      },
    },
    ai_reply: {
      title: 'Réponse de l’IA',
      help: 'Laisse un modèle de langage répondre une fois au contact, ou conserve sa réponse dans une variable.',
      fields: {
        ...model,
        variable: {
          title: 'Variable',
          help: 'Conserve la réponse ici au lieu de la dire. À défaut\u00a0: elle est dite.',
        },
        failureText,
      },
    },
    ai_conversation: {
      title: 'Conversation avec l’IA',
      help: 'Laisse le contact parler avec un modèle de langage jusqu’à ce que le modèle y mette fin, qu’une limite soit atteinte ou qu’un opérateur soit demandé.',
      fields: {
        ...model,
        maxAnswers: {
          title: 'Nombre maximal de réponses',
          help: 'Après autant de réponses, le chatbot reprend la conversation au modèle.',
        },
        maxTokensInAll: {
          title: 'Nombre maximal de jetons en tout',
          help: 'Lus et écrits pour toutes les réponses ensemble. La réponse qui le dépasse est la dernière.',
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
        requestText: {
          title: 'Texte quand une personne est demandée',
          help: 'Dit quand le modèle ne dit rien lui-même en demandant un opérateur.',
        },
        onFailureRequest: {
          title: 'Demander un opérateur en cas d’échec',
          help: 'Si aucune réponse n’arrive, un opérateur est demandé avant que les actions sous on_failure s’exécutent.',
        },
        failureText,
      },
    },
    privacy_opt_in: {
      title: 'Consentement',
      help: 'Demande au contact de consentir à quelque chose, attend la réponse et la conserve avec son heure.',
      fields: {
        flag,
        text: {
          title: 'Texte',
          help: 'Ce à quoi le contact doit consentir\u00a0: quelles données, pour quoi, combien de temps.',
        },
        accept: { title: 'Accepter', help: 'Le bouton qui accepte.' },
        decline: { title: 'Refuser', help: 'Le bouton qui refuse.' },
        askAgain: {
          title: 'Redemander',
          help: 'Demande aussi à un contact qui a déjà accepté dans cette conversation.',
        },
        wrongReplies,
        maxTries,
      },
    },
    privacy_flag_condition: {
      title: 'Vérifier le consentement',
      help: 'Exécute une branche ou l’autre, selon ce à quoi le contact a consenti.',
      fields: {
        flag,
        is: {
          title: 'Réponse',
          help: 'Ce que le contact a dit.',
          options: { granted: 'a accepté', refused: 'a refusé', not_asked: 'n’a pas répondu' },
        },
      },
    },
    forget_user: {
      title: 'Oublier le contact',
      help: 'Efface tout ce qui concerne le contact\u00a0: toutes les conversations, variables et tous les fichiers.',
    },
  },
}
