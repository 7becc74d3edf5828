import type { DesignerTexts } from './shape.ts'

const label = { title: 'Beschriftung', help: 'Was der Kontakt liest und anklickt.' }
const payload = {
  title: 'Payload',
  help: 'Was ein Klick sendet, für den Kontakt unsichtbar. Ohne Angabe entsteht beim Veröffentlichen eine.',
}
const textAbove = { title: 'Text', help: 'Was der Chatbot darüber sagt.' }
const buttons = {
  title: 'Schaltflächen',
  help: 'Eine Schaltfläche öffnet einen Link, ruft an, schreibt eine E-Mail oder antwortet dem Chatbot und führt ihre Aktionen aus.',
  each: {
    title: 'Schaltfläche',
    fields: {
      label,
      url: { title: 'Link', help: 'Eine Seite, die ein Klick öffnet (https://…).' },
      phone: { title: 'Telefonnummer', help: 'Eine Nummer, die ein Klick anruft.' },
      email: { title: 'E-Mail', help: 'Eine Adresse, an die ein Klick schreibt.' },
      payload,
    },
  },
}
const card = {
  title: { title: 'Titel', help: 'Die fett gedruckte Zeile.' },
  subtitle: { title: 'Untertitel', help: 'Was unter dem Titel steht.' },
  image: {
    title: 'Bild',
    help: 'Wo das Bild oben liegt: https://…, oder ein Pfad dieser Website wie /room.jpg.',
  },
  buttons,
}
const wrongReplies = {
  title: 'Erwiderungen auf falsche Antworten',
  help: 'Der Reihe nach gesagt, eine je falscher Antwort. Ohne sie antwortet die Rückfall-Interaktion.',
  each: { title: 'Erwiderung', help: 'Was der Chatbot auf eine falsche Antwort sagt.' },
}
const maxTries = {
  title: 'Höchstzahl der Versuche',
  help: 'Nach so vielen falschen Antworten gibt der Chatbot auf und macht weiter. Ohne Angabe gibt er nie auf.',
}
const behavior = {
  title: 'Verhalten',
  help: 'Wo die Interaktion gesucht wird. Allein: die Start-Interaktion dieses Verhaltens.',
}
const operatorsGroup = {
  title: 'Gruppe der Operatoren',
  help: 'Wer gefragt wird. Ohne Angabe: alle Operatoren des Arbeitsbereichs.',
}
const anybody = {
  random: 'Irgendwer davon, per Zufall',
  less_busy: 'Wer die wenigsten Unterhaltungen hat',
}
const assignOperator = {
  title: 'Operator zuteilen',
  help: 'Wie jemand davon gewählt wird. Ohne Angabe: per Zufall bei einer Übernahme, niemand Bestimmtes bei einer Anfrage.',
  options: { ...anybody, specific: 'Eine bestimmte Person' },
}
const operator = { title: 'Operator', help: 'Wer, wenn eine bestimmte Person gemeint ist.' }
const onlyOnlineOperators = {
  title: 'Nur Operatoren, die online sind',
  help: 'Ist niemand davon online, ändert sich nichts, und die nächste Aktion läuft.',
}
const onlyThese = { title: 'Operatoren' }
const comparison = { title: 'Vergleich' }
const address = {
  title: 'Adresse',
  help: 'https://… Variablen werden eingesetzt; wo sie beliebigen Text enthalten können, {{ name | url_encode }} schreiben.',
}
const longestWait = { title: 'Längste Wartezeit (Sekunden)' }
const tag = { title: 'Tag', help: '1 bis 64 Zeichen. Variablen werden eingesetzt.' }
const flag = {
  title: 'Merkmal',
  help: 'Worum es geht, in snake_case: newsletter, analysis. Aufbewahrt in privacy.newsletter.',
}
const model = {
  instructions: {
    title: 'Anweisungen',
    help: 'Was das Modell tun soll und was es wissen muss. Variablen werden eingesetzt: Andere sieht es nicht. Keine Geheimnisse hineinschreiben: Ein Modell lässt sich überreden, sie zu verraten.',
  },
  model: { title: 'Modell', help: 'Sein Name, wie ihn der Dienst nennt, den diese Installation nutzt.' },
  maxTokens: {
    title: 'Längste Antwort (Tokens)',
    help: 'Ein Token ist etwa drei Viertel eines englischen Wortes. Was länger ist, kürzt der Dienst.',
  },
  temperature: {
    title: 'Temperatur',
    help: 'Wie viel Zufall in einer Antwort steckt: 0 ist am wenigsten. Ohne Angabe: was beim Modell üblich ist.',
  },
  historyMessages: {
    title: 'Nachrichten, die es sieht',
    help: 'So viele der letzten Nachrichten der Unterhaltung; nie interne Notizen.',
  },
  timeoutSeconds: { ...longestWait, help: 'Für die ganze Antwort. Danach gilt sie als gescheitert.' },
}
const failureText = {
  title: 'Text beim Scheitern',
  help: 'Gesagt, wenn keine Antwort kommt und unter on_failure keine Aktionen stehen.',
}

export const texts: DesignerTexts = {
  actions: {
    text: {
      title: 'Text',
      help: 'Sagt einen Text.',
      fields: {
        text: {
          title: 'Text',
          help: 'Was der Chatbot sagt. {{ user_name }} und andere Variablen werden eingesetzt.',
        },
      },
    },
    image: {
      title: 'Bild',
      help: 'Zeigt ein Bild.',
      fields: {
        url: {
          title: 'Adresse',
          help: 'Wo das Bild liegt: https://…, oder ein Pfad dieser Website wie /logo.png.',
        },
        alt: { title: 'Beschreibung', help: 'Was das Bild zeigt, für Menschen, die es nicht sehen können.' },
      },
    },
    video: {
      title: 'Video',
      help: 'Zeigt ein Video, das in der Unterhaltung abspielt.',
      fields: {
        url: {
          title: 'Adresse',
          help: 'Wo das Video liegt: https://…, oder ein Pfad dieser Website wie /tour.mp4.',
        },
        name: {
          title: 'Name',
          help: 'Was der Kontakt neben dem Video liest. Ohne Angabe: der letzte Teil der Adresse.',
        },
      },
    },
    audio: {
      title: 'Audio',
      help: 'Gibt etwas zum Anhören, das in der Unterhaltung abspielt.',
      fields: {
        url: {
          title: 'Adresse',
          help: 'Wo die Audiodatei liegt: https://…, oder ein Pfad dieser Website wie /greeting.mp3.',
        },
        name: {
          title: 'Name',
          help: 'Was der Kontakt neben der Audiodatei liest. Ohne Angabe: der letzte Teil der Adresse.',
        },
      },
    },
    file: {
      title: 'Datei',
      help: 'Bietet eine Datei zum Herunterladen an.',
      fields: {
        url: {
          title: 'Adresse',
          help: 'Wo die Datei liegt: https://…, oder ein Pfad dieser Website wie /prices.pdf.',
        },
        name: {
          title: 'Name',
          help: 'Was der Kontakt neben der Datei liest. Ohne Angabe: der letzte Teil der Adresse.',
        },
      },
    },
    quick_replies: {
      title: 'Schnellantworten',
      help: 'Bietet Antworten zum Anklicken an; sie verschwinden, sobald der Kontakt geantwortet hat.',
      fields: {
        text: textAbove,
        replies: {
          title: 'Antworten',
          help: 'Stehen unter dem Text; weg, sobald der Kontakt antwortet. Jede kann Aktionen tragen, die beim Klick laufen.',
          each: { title: 'Antwort', fields: { label, payload } },
        },
      },
    },
    buttons: {
      title: 'Schaltflächen',
      help: 'Zeigt Schaltflächen, die stehen bleiben: Links, Telefonnummern, E-Mail-Adressen oder Antworten.',
      fields: { text: textAbove, buttons },
    },
    card: {
      title: 'Karte',
      help: 'Zeigt eine Karte mit Titel und, falls vorhanden, Untertitel, Bild und Schaltflächen.',
      fields: card,
    },
    carousel: {
      title: 'Karussell',
      help: 'Zeigt mehrere Karten nebeneinander.',
      fields: {
        text: textAbove,
        cards: {
          title: 'Karten',
          help: 'Nebeneinander gezeigt, jede mit Titel und, falls vorhanden, Untertitel, Bild und Schaltflächen.',
          each: { title: 'Karte', fields: card },
        },
      },
    },
    delay: {
      title: 'Pause',
      help: 'Wartet vor der nächsten Aktion.',
      fields: {
        seconds: {
          title: 'Sekunden',
          help: 'Wie lange gewartet wird, höchstens eine Stunde. Eine halbe Sekunde ist 0.5.',
        },
      },
    },
    input: {
      title: 'Eingabe',
      help: 'Wartet, bis der Kontakt die erwartete Antwort gibt, und bewahrt sie in einer Variable auf.',
      fields: {
        variable: { title: 'Variable', help: 'Wo die Antwort aufbewahrt wird.' },
        expects: {
          title: 'Erwartet',
          help: 'Was als Antwort zählt.',
          options: {
            text: 'Beliebiger Text',
            pattern: 'Ein Text, der zu einem Muster passt',
            email: 'Eine E-Mail-Adresse',
            number: 'Eine Zahl',
            date: 'Ein Datum',
            choice: 'Eine von mehreren Möglichkeiten',
          },
        },
        pattern: {
          title: 'Muster',
          help: 'Ein regulärer Ausdruck (RE2), der in der Antwort gefunden wird; ^ und $ binden ihn an Anfang und Ende.',
        },
        choices: {
          title: 'Möglichkeiten',
          help: 'Die Antworten, die zählen. Groß- und Kleinschreibung, Akzente und Satzzeichen sind egal.',
          each: { title: 'Möglichkeit', help: 'Eine Antwort, die zählt.' },
        },
        wrongReplies,
        maxTries,
      },
    },
    file_input: {
      title: 'Datei-Eingabe',
      help: 'Wartet, bis der Kontakt eine Datei der erwarteten Art sendet, und bewahrt in einer Variable auf, wo sie liegt.',
      fields: {
        variable: {
          title: 'Variable',
          help: 'Wo sie aufbewahrt wird: file.name, file.url, file.content_type und file.size.',
        },
        kinds: {
          title: 'Arten',
          help: 'Welche Dateien zählen. Ohne Angabe: jede Datei.',
          each: {
            title: 'Art',
            help: 'Eine Art von Datei, die zählt.',
            options: {
              image: 'Bilder',
              video: 'Videos',
              audio: 'Audio',
              document: 'Dokumente (PDF, Text, Office)',
            },
          },
        },
        maxMegabytes: {
          title: 'Größte Datei (MB)',
          help: 'Größere Dateien zählen nicht. Höchstens 10, so viel kann ein Kontakt senden.',
        },
        wrongReplies,
        maxTries,
      },
    },
    rating: {
      title: 'Bewertung',
      help: 'Fragt, wie zufrieden der Kontakt ist, und auf Wunsch nach einem Kommentar; die Kennzahlen zählen es (CSAT).',
      fields: {
        text: textAbove,
        scale: {
          title: 'Skala',
          help: 'Woraus der Kontakt wählen kann.',
          options: { stars: 'Ein bis fünf Sterne', thumbs: 'Daumen hoch oder runter' },
        },
        comment: {
          title: 'Frage nach einem Kommentar',
          help: 'Nach der Bewertung gestellt; was der Kontakt dann schreibt, ist der Kommentar. Ohne Angabe: keine Frage.',
        },
        skip: { title: 'Kein Kommentar', help: 'Die Antwort, die den Kommentar auslässt.' },
        variable: {
          title: 'Variable',
          help: 'Wo das Ergebnis zusätzlich aufbewahrt wird. Es steht immer in rating.score, der Kommentar in rating.comment.',
        },
        wrongReplies,
        maxTries: {
          title: maxTries.title,
          help: 'Nach so vielen falschen Antworten gibt der Chatbot auf und macht weiter.',
        },
      },
    },
    go_to: {
      title: 'Gehe zu',
      help: 'Macht in einer anderen Interaktion weiter; was darunter in der Liste steht, läuft nicht.',
      fields: {
        behavior,
        interaction: {
          title: 'Interaktion',
          help: 'Die Interaktion, zu der es geht. Ohne Verhalten wird sie zuerst in diesem gesucht.',
        },
        to: {
          title: 'Ort',
          help: 'Ein Ort ohne Namen, statt einer Interaktion.',
          options: {
            start: 'Der Start des Chatbots oder des Verhaltens',
            previous: 'Wo der Kontakt vorher war',
            fallback: 'Der Rückfall',
            bookmark: 'Das Lesezeichen',
          },
        },
        cancelFurtherExecution: {
          title: 'Weitere Ausführung abbrechen',
          help: 'Lässt auch fallen, was nach der Liste gelaufen wäre, in der diese Aktion steht.',
        },
      },
    },
    bookmark: {
      title: 'Lesezeichen',
      help: 'Merkt sich die Interaktion, in der der Kontakt ist, für ein „Gehe zu“, das dorthin zurückführt.',
    },
    condition: {
      title: 'Bedingung',
      help: 'Führt den einen oder den anderen Zweig aus, je nach Variable, Tag, Kanal oder Sprache.',
      fields: {
        variable: {
          title: 'Variable',
          help: 'Die Variable, die angesehen wird; favorite.color reicht hinein.',
        },
        tag: { title: 'Tag', help: 'Das Tag, das die Unterhaltung hat oder nicht hat.' },
        channel: { title: 'Kanal', help: 'Der Kanal, auf dem die Unterhaltung läuft, zum Beispiel widget.' },
        locale: {
          title: 'Sprache',
          help: 'Die Sprache des Kontakts: de meint auch de-AT, de-AT nur sich selbst.',
        },
        is: {
          ...comparison,
          help: 'Wie verglichen wird.',
          options: {
            equal: 'ist',
            not_equal: 'ist nicht',
            contains: 'enthält',
            matches: 'passt zum Muster',
            greater: 'ist größer als',
            less: 'ist kleiner als',
            set: 'hat einen Wert',
            not_set: 'hat keinen Wert',
          },
        },
        value: {
          title: 'Wert',
          help: 'Womit verglichen wird. Nicht nötig für „hat einen Wert“, auch nicht für Tag, Kanal oder Sprache.',
        },
      },
    },
    random_split: {
      title: 'Zufallszweig',
      help: 'Führt einen von mehreren Zweigen per Zufall aus, so oft, wie sein Gewicht sagt.',
      fields: {
        branches: {
          title: 'Zweige',
          help: 'Einer davon wird per Zufall genommen, jedes Mal neu. Jeder kann Aktionen tragen, die dann laufen.',
          each: {
            title: 'Zweig',
            fields: {
              name: { title: 'Name', help: 'Wie der Zweig in der Variable heißt, zum Beispiel A.' },
              weight: {
                title: 'Gewicht',
                help: 'Wie oft er genommen wird, verglichen mit den anderen: 3 ist dreimal so oft wie 1, 0 ist nie.',
              },
            },
          },
        },
        variable: {
          title: 'Variable',
          help: 'Wo der Name des Zweigs aufbewahrt wird, um später zu vergleichen, wie jeder abschnitt. Kann fehlen.',
        },
      },
    },
    schedule_behavior: {
      title: 'Verhalten planen',
      help: 'Startet eine Interaktion später und macht sofort weiter.',
      fields: {
        behavior,
        interaction: {
          title: 'Interaktion',
          help: 'Die Interaktion, die dann startet. Ohne Verhalten wird sie zuerst in diesem gesucht.',
        },
        after: { title: 'Nach', help: 'Wie lange von jetzt an; höchstens 90 Tage.' },
        unit: {
          title: 'Einheit',
          help: 'Was die Zahl zählt.',
          options: { seconds: 'Sekunden', minutes: 'Minuten', hours: 'Stunden', days: 'Tage' },
        },
      },
    },
    end_conversation: {
      title: 'Unterhaltung beenden',
      help: 'Schließt die Unterhaltung; die nächste Nachricht beginnt eine neue.',
    },
    set_chat_operator_state: {
      title: 'Operator-Status setzen',
      help: 'Fragt einen Operator an, gibt einem Operator die Kontrolle oder gibt sie dem Chatbot zurück. Nach einer Übernahme läuft der Rest der Interaktion nicht; wo niemand übernehmen konnte, laufen die Aktionen darunter.',
      fields: {
        mode: {
          title: 'Status',
          help: 'Einen Operator anfragen, einem Operator die Kontrolle geben oder sie dem Chatbot zurückgeben.',
          options: {
            request_operator: 'Operator anfragen',
            operator_takeover: 'Übernahme durch Operator',
            chatbot_controlled: 'Kontrolle beim Chatbot',
          },
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
      },
    },
    assign_conversation: {
      title: 'Unterhaltung zuteilen',
      help: 'Gibt die Unterhaltung einem Operator oder fragt einen an und bleibt dran: wenn niemand da ist, wenn niemand kommt und wenn sie zurückgegeben wird.',
      fields: {
        mode: {
          title: 'Wie',
          help: 'Sofort einem Operator geben, oder einen anfragen, während der Chatbot weitermacht.',
          options: { operator_takeover: 'Einem Operator geben', request_operator: 'Einen Operator anfragen' },
        },
        operatorsGroup,
        operators: { ...onlyThese, help: 'Nur diese aus der Gruppe. Ohne Angabe: alle der Gruppe.' },
        assignOperator: {
          title: assignOperator.title,
          help: 'Wie jemand davon gewählt wird. Ohne Angabe: nach der Reihenfolge der Gruppe oder per Zufall.',
          options: anybody,
        },
        onlyOnlineOperators,
        message: {
          title: 'Nachricht zur Übernahme',
          help: 'Dem Kontakt gesagt, kurz bevor ein Operator die Unterhaltung hat.',
        },
        timeoutSeconds: {
          ...longestWait,
          help: 'Hat bis dahin niemand die Anfrage genommen, läuft der Zweig dafür; die Anfrage bleibt.',
        },
      },
    },
    agent_state_check: {
      title: 'Operatoren prüfen',
      help: 'Führt einen Zweig aus, wenn Operatoren da sind oder wenig oder viel zu tun haben.',
      fields: {
        group: {
          title: 'Gruppe',
          help: 'Wessen Operatoren angesehen werden. Ohne Gruppe und Operator: alle.',
        },
        operator: { title: 'Operator', help: 'Der eine Operator, der statt einer Gruppe angesehen wird.' },
        check: {
          title: 'Ansehen',
          help: 'Was angesehen wird.',
          options: { status: 'Ob jemand da ist', conversations: 'Wie viele Unterhaltungen sie haben' },
        },
        is: {
          ...comparison,
          help: 'In einer Gruppe genügt für „ist“ jemand davon; „ist nicht“ gilt, wenn es bei niemandem so ist.',
          options: { is: 'ist', is_not: 'ist nicht' },
        },
        status: {
          title: 'Status',
          help: 'Wie das Team ihn sieht: online, oder wie selbst gewählt, oder weg.',
          options: { online: 'online', busy: 'beschäftigt', away: 'abwesend', offline: 'offline' },
        },
        than: {
          ...comparison,
          help: 'In einer Gruppe genügt für „weniger als“ jemand, der online ist; „mehr als“ gilt, wenn alle davon mehr haben.',
          options: { below: 'weniger als', above: 'mehr als' },
        },
        count: { title: 'Unterhaltungen', help: 'Die Zahl, mit der verglichen wird.' },
      },
    },
    calendar_check: {
      title: 'Öffnungszeiten prüfen',
      help: 'Führt innerhalb der Öffnungszeiten den einen Zweig aus und außerhalb den anderen.',
      fields: {
        group: {
          title: 'Öffnungszeiten von',
          help: 'Die Gruppe, deren Öffnungszeiten zählen. Ohne sie: die des Arbeitsbereichs.',
        },
      },
    },
    create_conversation_url: {
      title: 'Link zur Unterhaltung erstellen',
      help: 'Erstellt einen Link, unter dem ein Operator diese Unterhaltung findet, für eine Mail oder ein anderes System.',
      fields: {
        hours: { title: 'Gültig (Stunden)', help: 'Danach führt der Link nirgendwohin.' },
        takesOver: {
          title: 'Beim Öffnen übernehmen',
          help: 'Der erste Operator, der ihn öffnet, hat die Unterhaltung, wenn sie bis dahin niemand anderes hat.',
        },
        handsOver: {
          title: 'Am Ende übergeben',
          help: 'Endet der Link, hat der Chatbot die Unterhaltung wieder, wenn dieser Operator sie noch hat.',
        },
        variable: {
          title: 'Variable',
          help: 'Wo der Link aufbewahrt wird. Ohne Angabe: conversation_share_url.',
        },
      },
    },
    notify_operators: {
      title: 'Operatoren benachrichtigen',
      help: 'Sagt Operatoren von dieser Unterhaltung, im Desk und auf Wunsch per Mail. Wer sie hat, ändert sich nicht.',
      fields: {
        text: {
          title: 'Text',
          help: 'Was sie erfahren. Es steht in der Unterhaltung als Notiz, die der Kontakt nie sieht.',
        },
        group: { title: 'Gruppe', help: 'Wessen Operatoren es erfahren. Ohne Angabe: alle.' },
        operators: { ...onlyThese, help: 'Nur diese aus der Gruppe. Ohne Angabe: die ganze Gruppe.' },
        byMail: {
          title: 'Auch per Mail',
          help: 'Mit einem Link zur Unterhaltung, an alle davon. Braucht einen Mailserver.',
        },
      },
    },
    add_note: {
      title: 'Notiz hinzufügen',
      help: 'Hinterlässt eine Notiz, die nur Operatoren sehen.',
      fields: {
        text: { title: 'Notiz', help: 'Was Operatoren wissen sollen. Variablen werden eingesetzt.' },
      },
    },
    set_variable: {
      title: 'Variable setzen',
      help: 'Setzt oder ändert eine Variable der Unterhaltung.',
      fields: {
        variable: {
          title: 'Variable',
          help: 'Die Variable, die geändert wird; favorite.color reicht hinein.',
        },
        value: {
          title: 'Wert',
          help: 'Ein Text, eine Zahl, wahr oder falsch, eine Liste oder ein Objekt. Variablen werden eingesetzt. Zum Leeren nicht nötig.',
        },
        how: {
          title: 'Wie',
          help: 'Was mit dem vorhandenen Wert geschieht.',
          options: {
            overwrite: 'Überschreiben',
            append: 'An die Liste anhängen',
            concatenate: 'An den Text anhängen',
            add: 'Die Zahl addieren',
            subtract: 'Die Zahl abziehen',
            multiply: 'Mit der Zahl malnehmen',
            divide: 'Durch die Zahl teilen',
            replace: 'Darin ersetzen',
            remove: 'Daraus entfernen',
            clear: 'Leeren',
          },
        },
      },
    },
    set_tag: { title: 'Tag setzen', help: 'Gibt der Unterhaltung ein Tag.', fields: { tag } },
    drop_tag: { title: 'Tag entfernen', help: 'Nimmt der Unterhaltung ein Tag.', fields: { tag } },
    http_request: {
      title: 'HTTP-Anfrage',
      help: 'Fragt ein anderes System und bewahrt Teile seiner Antwort in Variablen auf.',
      fields: {
        method: {
          title: 'Methode',
          help: 'GET liest, die anderen ändern etwas.',
          options: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
        },
        url: address,
        headers: {
          title: 'Header',
          help: 'Namen und Werte, die mit der Anfrage gehen.',
          each: { title: 'Header', help: 'Der Wert eines Headers.' },
        },
        body: {
          title: 'Inhalt',
          help: 'Ein Text, oder ein Objekt oder eine Liste, als JSON gesendet. Nicht bei GET. Variablen werden eingesetzt.',
        },
        map: {
          title: 'Aus der Antwort behalten',
          help: 'Was der Antwort entnommen und in welchen Variablen es aufbewahrt wird.',
          each: {
            title: 'Zuordnung',
            fields: {
              path: {
                title: 'Pfad',
                help: 'Wo es in der Antwort steht: data.items[0].name oder /data/items/0/name. Leer: die ganze Antwort.',
              },
              variable: { title: 'Variable', help: 'Wo es aufbewahrt wird.' },
            },
          },
        },
        timeoutSeconds: { ...longestWait, help: 'Danach gilt die Anfrage als gescheitert.' },
      },
    },
    send_email: {
      title: 'E-Mail senden',
      help: 'Sendet eine E-Mail über den Mailserver dieser Installation.',
      fields: {
        to: {
          title: 'An',
          help: 'Eine E-Mail-Adresse, oder bis zu 10 mit Kommas dazwischen. Variablen werden eingesetzt.',
        },
        subject: { title: 'Betreff', help: 'Eine Zeile. Variablen werden eingesetzt.' },
        text: { title: 'Text', help: 'Reiner Text. Variablen werden eingesetzt.' },
        replyTo: {
          title: 'Antwort an',
          help: 'Wohin Antworten gehen, zum Beispiel {{ user_email }}. Ohne Angabe: an den Absender dieses Servers.',
        },
      },
    },
    trigger_webhook: {
      title: 'Webhook auslösen',
      help: 'Sagt einem anderen System von der Unterhaltung, signiert, und macht sofort weiter.',
      fields: {
        url: address,
        secret: {
          title: 'Geheimnis',
          help: 'whsec_… mit mindestens 24 Bytes in base64. Das andere System prüft damit die Signatur.',
        },
        event: {
          title: 'Ereignis',
          help: 'Was dem anderen System als geschehen gemeldet wird: Buchstaben, Ziffern, Punkte und Unterstriche.',
        },
        variables: {
          title: 'Variablen',
          help: 'Welche Variablen gesendet werden. Ohne Angabe: alle.',
          each: { title: 'Variable', help: 'Eine Variable, die gesendet wird.' },
        },
      },
    },
    script: {
      title: 'Skript',
      help: 'Führt ein Stück JavaScript aus, das die Variablen liest und einige zurückgibt.',
      fields: {
        code: {
          title: 'Code',
          help: 'Der Rumpf einer Funktion: Sie findet die Variablen in `variables` und gibt ein Objekt mit neuen Werten zurück.',
        },
        timeoutMilliseconds: {
          title: 'Längste Dauer (Millisekunden)',
          help: 'Rechenzeit des Prozessors. Danach gilt das Skript als gescheitert.',
        },
      },
    },
    ai_reply: {
      title: 'KI-Antwort',
      help: 'Lässt ein Sprachmodell dem Kontakt einmal antworten oder bewahrt seine Antwort in einer Variable auf.',
      fields: {
        ...model,
        variable: {
          title: 'Variable',
          help: 'Bewahrt die Antwort hier auf, statt sie zu sagen. Ohne Angabe: Sie wird gesagt.',
        },
        failureText,
      },
    },
    ai_conversation: {
      title: 'KI-Unterhaltung',
      help: 'Lässt den Kontakt mit einem Sprachmodell sprechen, bis das Modell endet, eine Grenze erreicht ist oder ein Operator angefragt wird.',
      fields: {
        ...model,
        maxAnswers: {
          title: 'Höchstzahl der Antworten',
          help: 'Nach so vielen Antworten nimmt der Chatbot dem Modell die Unterhaltung wieder ab.',
        },
        maxTokensInAll: {
          title: 'Höchstzahl aller Tokens',
          help: 'Gelesen und geschrieben für alle Antworten zusammen. Die Antwort, die darüber geht, ist die letzte.',
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
        requestText: {
          title: 'Text, wenn ein Mensch angefragt wird',
          help: 'Gesagt, wo das Modell selbst nichts sagt, wenn es einen Operator anfragt.',
        },
        onFailureRequest: {
          title: 'Beim Scheitern einen Operator anfragen',
          help: 'Kommt keine Antwort, wird ein Operator angefragt, bevor die Aktionen unter on_failure laufen.',
        },
        failureText,
      },
    },
    privacy_opt_in: {
      title: 'Einwilligung',
      help: 'Bittet den Kontakt um eine Einwilligung, wartet auf die Antwort und bewahrt sie mit ihrem Zeitpunkt auf.',
      fields: {
        flag,
        text: {
          title: 'Text',
          help: 'Worin der Kontakt einwilligen soll: welche Daten, wofür, wie lange.',
        },
        accept: { title: 'Zustimmen', help: 'Die Schaltfläche, die zustimmt.' },
        decline: { title: 'Ablehnen', help: 'Die Schaltfläche, die ablehnt.' },
        askAgain: {
          title: 'Noch einmal fragen',
          help: 'Fragt auch einen Kontakt, der in dieser Unterhaltung schon zugestimmt hat.',
        },
        wrongReplies,
        maxTries,
      },
    },
    privacy_flag_condition: {
      title: 'Einwilligung prüfen',
      help: 'Führt den einen oder den anderen Zweig aus, je nachdem, worin der Kontakt eingewilligt hat.',
      fields: {
        flag,
        is: {
          title: 'Antwort',
          help: 'Was der Kontakt gesagt hat.',
          options: { granted: 'hat zugestimmt', refused: 'hat abgelehnt', not_asked: 'hat nicht geantwortet' },
        },
      },
    },
    forget_user: {
      title: 'Kontakt vergessen',
      help: 'Löscht alles über den Kontakt: alle Unterhaltungen, Variablen und Dateien.',
    },
  },
}
