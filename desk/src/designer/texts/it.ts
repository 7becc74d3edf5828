import type { DesignerTexts } from './shape.ts'

const label = { title: 'Etichetta', help: 'Ciò che il contatto legge e su cui fa clic.' }
const payload = {
  title: 'Payload',
  help: 'Ciò che un clic invia, senza che il contatto lo veda. Se omesso, ne viene creato uno alla pubblicazione.',
}
const textAbove = { title: 'Testo', help: 'Ciò che il chatbot dice sopra.' }
const buttons = {
  title: 'Pulsanti',
  help: 'Un pulsante apre un link, chiama, scrive un’e-mail o risponde al chatbot ed esegue le sue azioni.',
  each: {
    title: 'Pulsante',
    fields: {
      label,
      url: { title: 'Link', help: 'Una pagina che un clic apre (https://…).' },
      phone: { title: 'Numero di telefono', help: 'Un numero che un clic chiama.' },
      email: { title: 'E-mail', help: 'Un indirizzo a cui un clic scrive.' },
      payload,
    },
  },
}
const card = {
  title: { title: 'Titolo', help: 'La riga in grassetto.' },
  subtitle: { title: 'Sottotitolo', help: 'Ciò che sta sotto il titolo.' },
  image: {
    title: 'Immagine',
    help: 'Dove si trova l’immagine in alto: https://…, o un percorso di questo sito come /room.jpg.',
  },
  buttons,
}
const wrongReplies = {
  title: 'Repliche alle risposte sbagliate',
  help: 'Dette a turno, una per ogni risposta sbagliata. Senza di esse risponde l’interazione di fallback.',
  each: { title: 'Replica', help: 'Ciò che il chatbot dice a una risposta sbagliata.' },
}
const maxTries = {
  title: 'Massimo di tentativi',
  help: 'Dopo altrettante risposte sbagliate il chatbot rinuncia e prosegue. Se omesso, non rinuncia mai.',
}
const behavior = {
  title: 'Comportamento',
  help: 'Dove si cerca l’interazione. Da solo: l’interazione iniziale di quel comportamento.',
}
const operatorsGroup = {
  title: 'Gruppo di operatori',
  help: 'A chi si chiede. Se omesso: a tutti gli operatori dell’area di lavoro.',
}
const anybody = {
  random: 'Chiunque di loro, a caso',
  less_busy: 'Chi ha meno conversazioni',
}
const assignOperator = {
  title: 'Assegna operatore',
  help: 'Come si sceglie uno di loro. Se omesso: a caso per una presa in carico, nessuno in particolare per una richiesta.',
  options: { ...anybody, specific: 'Una persona precisa' },
}
const operator = { title: 'Operatore', help: 'Chi, quando si intende una persona precisa.' }
const onlyOnlineOperators = {
  title: 'Solo operatori online',
  help: 'Se nessuno di loro è online, non cambia nulla e si esegue l’azione successiva.',
}
const onlyThese = { title: 'Operatori' }
const comparison = { title: 'Confronto' }
const address = {
  title: 'Indirizzo',
  help: 'https://… Le variabili vengono inserite; dove possono contenere un testo qualsiasi, scrivere {{ name | url_encode }}.',
}
const longestWait = { title: 'Attesa massima (secondi)' }
const tag = { title: 'Tag', help: 'Da 1 a 64 caratteri. Le variabili vengono inserite.' }
const flag = {
  title: 'Contrassegno',
  help: 'Di che cosa si tratta, in snake_case: newsletter, analysis. Conservato in privacy.newsletter.',
}
const model = {
  instructions: {
    title: 'Istruzioni',
    help: 'Che cosa deve fare il modello e che cosa deve sapere. Le variabili vengono inserite: non ne vede altre. Non mettere segreti qui: un modello si può convincere a rivelarli.',
  },
  model: { title: 'Modello', help: 'Il suo nome, come lo chiama il servizio usato da questa installazione.' },
  maxTokens: {
    title: 'Risposta più lunga (token)',
    help: 'Un token corrisponde a circa tre quarti di una parola inglese. Ciò che è più lungo viene tagliato dal servizio.',
  },
  temperature: {
    title: 'Temperatura',
    help: 'Quanto caso c’è in una risposta: 0 è il minimo. Se omessa: ciò che il modello fa di solito.',
  },
  historyMessages: {
    title: 'Messaggi che vede',
    help: 'Tanti quanti gli ultimi messaggi della conversazione; mai le note interne.',
  },
  timeoutSeconds: { ...longestWait, help: 'Per l’intera risposta. Dopo, conta come fallita.' },
}
const failureText = {
  title: 'Testo in caso di errore',
  help: 'Detto quando non arriva una risposta e non ci sono azioni sotto on_failure.',
}

export const texts: DesignerTexts = {
  actions: {
    text: {
      title: 'Testo',
      help: 'Dice un testo.',
      fields: {
        text: {
          title: 'Testo',
          help: 'Ciò che dice il chatbot. {{ user_name }} e altre variabili vengono inserite.',
        },
      },
    },
    image: {
      title: 'Immagine',
      help: 'Mostra un’immagine.',
      fields: {
        url: {
          title: 'Indirizzo',
          help: 'Dove si trova l’immagine: https://…, o un percorso di questo sito come /logo.png.',
        },
        alt: { title: 'Descrizione', help: 'Che cosa mostra l’immagine, per chi non può vederla.' },
      },
    },
    video: {
      title: 'Video',
      help: 'Mostra un video che si riproduce nella conversazione.',
      fields: {
        url: {
          title: 'Indirizzo',
          help: 'Dove si trova il video: https://…, o un percorso di questo sito come /tour.mp4.',
        },
        name: {
          title: 'Nome',
          help: 'Ciò che il contatto legge accanto al video. Se omesso: l’ultima parte dell’indirizzo.',
        },
      },
    },
    audio: {
      title: 'Audio',
      help: 'Dà qualcosa da ascoltare, riprodotto nella conversazione.',
      fields: {
        url: {
          title: 'Indirizzo',
          help: 'Dove si trova l’audio: https://…, o un percorso di questo sito come /greeting.mp3.',
        },
        name: {
          title: 'Nome',
          help: 'Ciò che il contatto legge accanto all’audio. Se omesso: l’ultima parte dell’indirizzo.',
        },
      },
    },
    file: {
      title: 'File',
      help: 'Offre un file da scaricare.',
      fields: {
        url: {
          title: 'Indirizzo',
          help: 'Dove si trova il file: https://…, o un percorso di questo sito come /prices.pdf.',
        },
        name: {
          title: 'Nome',
          help: 'Ciò che il contatto legge accanto al file. Se omesso: l’ultima parte dell’indirizzo.',
        },
      },
    },
    quick_replies: {
      title: 'Risposte rapide',
      help: 'Offre risposte su cui fare clic; scompaiono appena il contatto ha risposto.',
      fields: {
        text: textAbove,
        replies: {
          title: 'Risposte',
          help: 'Mostrate sotto il testo, scompaiono quando il contatto risponde. Ognuna può portare azioni che si eseguono al clic.',
          each: { title: 'Risposta', fields: { label, payload } },
        },
      },
    },
    buttons: {
      title: 'Pulsanti',
      help: 'Mostra pulsanti che restano: link, numeri di telefono, indirizzi e-mail o risposte.',
      fields: { text: textAbove, buttons },
    },
    card: {
      title: 'Scheda',
      help: 'Mostra una scheda con titolo e, se ci sono, sottotitolo, immagine e pulsanti.',
      fields: card,
    },
    carousel: {
      title: 'Carosello',
      help: 'Mostra più schede affiancate.',
      fields: {
        text: textAbove,
        cards: {
          title: 'Schede',
          help: 'Mostrate affiancate, ognuna con titolo e, se ci sono, sottotitolo, immagine e pulsanti.',
          each: { title: 'Scheda', fields: card },
        },
      },
    },
    delay: {
      title: 'Pausa',
      help: 'Attende prima dell’azione successiva.',
      fields: {
        seconds: {
          title: 'Secondi',
          help: 'Quanto attendere, al massimo un’ora. Mezzo secondo è 0.5.',
        },
      },
    },
    input: {
      title: 'Input',
      help: 'Attende che il contatto dia la risposta prevista e la conserva in una variabile.',
      fields: {
        variable: { title: 'Variabile', help: 'Dove si conserva la risposta.' },
        expects: {
          title: 'Si aspetta',
          help: 'Che cosa vale come risposta.',
          options: {
            text: 'Un testo qualsiasi',
            pattern: 'Un testo che corrisponde a un modello',
            email: 'Un indirizzo e-mail',
            number: 'Un numero',
            date: 'Una data',
            choice: 'Una tra più scelte',
          },
        },
        pattern: {
          title: 'Modello',
          help: 'Un’espressione regolare (RE2) cercata nella risposta; ^ e $ la legano all’inizio e alla fine.',
        },
        choices: {
          title: 'Scelte',
          help: 'Le risposte che valgono. Maiuscole, accenti e punteggiatura non contano.',
          each: { title: 'Scelta', help: 'Una risposta che vale.' },
        },
        wrongReplies,
        maxTries,
      },
    },
    file_input: {
      title: 'Input di file',
      help: 'Attende che il contatto invii un file del tipo previsto e conserva in una variabile dove si trova.',
      fields: {
        variable: {
          title: 'Variabile',
          help: 'Dove si conserva: file.name, file.url, file.content_type e file.size.',
        },
        kinds: {
          title: 'Tipi',
          help: 'Quali file valgono. Se omesso: tutti.',
          each: {
            title: 'Tipo',
            help: 'Un tipo di file che vale.',
            options: {
              image: 'Immagini',
              video: 'Video',
              audio: 'Audio',
              document: 'Documenti (PDF, testo, ufficio)',
            },
          },
        },
        maxMegabytes: {
          title: 'Dimensione massima (MB)',
          help: 'I file più grandi non valgono. Al massimo 10, che è quanto un contatto può inviare.',
        },
        wrongReplies,
        maxTries,
      },
    },
    rating: {
      title: 'Valutazione',
      help: 'Chiede quanto è soddisfatto il contatto e, se si vuole, un commento; gli indicatori ne tengono conto (CSAT).',
      fields: {
        text: textAbove,
        scale: {
          title: 'Scala',
          help: 'Tra che cosa può scegliere il contatto.',
          options: { stars: 'Da una a cinque stelle', thumbs: 'Pollice su o giù' },
        },
        comment: {
          title: 'Domanda per un commento',
          help: 'Posta dopo la valutazione; ciò che il contatto scrive allora è il commento. Se omessa: non viene posta.',
        },
        skip: { title: 'Nessun commento', help: 'La risposta che salta il commento.' },
        variable: {
          title: 'Variabile',
          help: 'Dove si conserva anche il punteggio. È sempre conservato in rating.score, il commento in rating.comment.',
        },
        wrongReplies,
        maxTries: {
          title: maxTries.title,
          help: 'Dopo altrettante risposte sbagliate il chatbot rinuncia e prosegue.',
        },
      },
    },
    go_to: {
      title: 'Vai a',
      help: 'Prosegue in un’altra interazione; ciò che sta sotto nella lista non viene eseguito.',
      fields: {
        behavior,
        interaction: {
          title: 'Interazione',
          help: 'L’interazione a cui andare. Senza comportamento si cerca prima in questo.',
        },
        to: {
          title: 'Luogo',
          help: 'Un luogo senza nome, al posto di un’interazione.',
          options: {
            start: 'L’inizio del chatbot o del comportamento',
            previous: 'Dove il contatto era prima',
            fallback: 'Il fallback',
            bookmark: 'Il segnalibro',
          },
        },
        cancelFurtherExecution: {
          title: 'Annulla il resto dell’esecuzione',
          help: 'Scarta anche ciò che sarebbe stato eseguito dopo la lista di azioni in cui sta questa.',
        },
      },
    },
    bookmark: {
      title: 'Segnalibro',
      help: 'Ricorda l’interazione in cui si trova il contatto, per un “Vai a” che vi riporta.',
    },
    condition: {
      title: 'Condizione',
      help: 'Esegue un ramo o l’altro, in base a una variabile, un tag, il canale o la lingua.',
      fields: {
        variable: {
          title: 'Variabile',
          help: 'La variabile che si esamina; favorite.color arriva al suo interno.',
        },
        tag: { title: 'Tag', help: 'Il tag che la conversazione ha o non ha.' },
        channel: { title: 'Canale', help: 'Il canale su cui si svolge la conversazione, per esempio widget.' },
        locale: {
          title: 'Lingua',
          help: 'La lingua del contatto: de comprende anche de-AT, de-AT solo sé stesso.',
        },
        is: {
          ...comparison,
          help: 'Come si confronta.',
          options: {
            equal: 'è',
            not_equal: 'non è',
            contains: 'contiene',
            matches: 'corrisponde al modello',
            greater: 'è maggiore di',
            less: 'è minore di',
            set: 'ha un valore',
            not_set: 'non ha valore',
          },
        },
        value: {
          title: 'Valore',
          help: 'Con che cosa si confronta. Non serve per “ha un valore”, né per tag, canale o lingua.',
        },
      },
    },
    random_split: {
      title: 'Divisione casuale',
      help: 'Esegue uno tra più rami a caso, con la frequenza indicata dal suo peso.',
      fields: {
        branches: {
          title: 'Rami',
          help: 'Uno di essi viene preso a caso, ogni volta di nuovo. Ognuno può portare azioni che allora si eseguono.',
          each: {
            title: 'Ramo',
            fields: {
              name: { title: 'Nome', help: 'Come si chiama il ramo nella variabile, per esempio A.' },
              weight: {
                title: 'Peso',
                help: 'Quanto spesso viene preso rispetto agli altri: 3 è il triplo di 1, 0 è mai.',
              },
            },
          },
        },
        variable: {
          title: 'Variabile',
          help: 'Dove si conserva il nome del ramo, per confrontare poi come è andato ciascuno. Si può omettere.',
        },
      },
    },
    schedule_behavior: {
      title: 'Programma comportamento',
      help: 'Avvia un’interazione più tardi e prosegue subito.',
      fields: {
        behavior,
        interaction: {
          title: 'Interazione',
          help: 'L’interazione che allora inizia. Senza comportamento si cerca prima in questo.',
        },
        after: { title: 'Dopo', help: 'Tra quanto a partire da ora; al massimo 90 giorni.' },
        unit: {
          title: 'Unità',
          help: 'Che cosa conta il numero.',
          options: { seconds: 'Secondi', minutes: 'Minuti', hours: 'Ore', days: 'Giorni' },
        },
      },
    },
    end_conversation: {
      title: 'Chiudi conversazione',
      help: 'Chiude la conversazione; il messaggio successivo ne apre una nuova.',
    },
    set_chat_operator_state: {
      title: 'Imposta stato operatore della chat',
      help: 'Richiede un operatore, dà il controllo a un operatore o lo restituisce al chatbot. Dopo una presa in carico il resto dell’interazione non viene eseguito; se nessuno ha potuto prenderla in carico, si eseguono le azioni sotto.',
      fields: {
        mode: {
          title: 'Stato',
          help: 'Richiedere un operatore, dare il controllo a un operatore o restituirlo al chatbot.',
          options: {
            request_operator: 'Richiedi operatore',
            operator_takeover: 'Presa in carico da un operatore',
            chatbot_controlled: 'Controllo al chatbot',
          },
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
      },
    },
    assign_conversation: {
      title: 'Assegna conversazione',
      help: 'Dà la conversazione a un operatore o ne richiede uno, e la segue: se non c’è nessuno, se nessuno arriva e quando viene restituita.',
      fields: {
        mode: {
          title: 'Come',
          help: 'Darla subito a un operatore, o richiederne uno mentre il chatbot prosegue.',
          options: { operator_takeover: 'Darla a un operatore', request_operator: 'Richiedere un operatore' },
        },
        operatorsGroup,
        operators: { ...onlyThese, help: 'Solo questi, del gruppo. Se omesso: tutto il gruppo.' },
        assignOperator: {
          title: assignOperator.title,
          help: 'Come si sceglie uno di loro. Se omesso: secondo l’ordine del gruppo, o a caso.',
          options: anybody,
        },
        onlyOnlineOperators,
        message: {
          title: 'Messaggio alla presa in carico',
          help: 'Detto al contatto subito prima che un operatore abbia la conversazione.',
        },
        timeoutSeconds: {
          ...longestWait,
          help: 'Se fino ad allora nessuno ha preso la richiesta, si esegue il ramo previsto; la richiesta resta.',
        },
      },
    },
    agent_state_check: {
      title: 'Verifica operatori',
      help: 'Esegue un ramo quando ci sono operatori, o quando hanno poco o molto da fare.',
      fields: {
        group: {
          title: 'Gruppo',
          help: 'Di quale gruppo si esaminano gli operatori. Senza gruppo né operatore: tutti.',
        },
        operator: { title: 'Operatore', help: 'L’unico operatore che si esamina, al posto di un gruppo.' },
        check: {
          title: 'Esamina',
          help: 'Che cosa si esamina.',
          options: { status: 'Se c’è qualcuno', conversations: 'Quante conversazioni hanno' },
        },
        is: {
          ...comparison,
          help: 'In un gruppo per “è” ne basta uno; “non è” vale quando non lo è nessuno.',
          options: { is: 'è', is_not: 'non è' },
        },
        status: {
          title: 'Stato',
          help: 'Come lo vede il team: online, o come scelto da ciascuno, o assente del tutto.',
          options: { online: 'online', busy: 'occupato/a', away: 'assente', offline: 'offline' },
        },
        than: {
          ...comparison,
          help: 'In un gruppo per “meno di” basta uno di quelli online; “più di” vale quando tutti loro ne hanno di più.',
          options: { below: 'meno di', above: 'più di' },
        },
        count: { title: 'Conversazioni', help: 'Il numero con cui si confronta.' },
      },
    },
    calendar_check: {
      title: 'Verifica l’orario di apertura',
      help: 'Esegue un ramo durante l’orario di apertura e l’altro al di fuori.',
      fields: {
        group: {
          title: 'Orario di apertura di',
          help: 'Il gruppo il cui orario di apertura vale. Senza: quello dell’area di lavoro.',
        },
      },
    },
    create_conversation_url: {
      title: 'Crea link alla conversazione',
      help: 'Crea un link con cui un operatore trova questa conversazione, per un’e-mail o un altro sistema.',
      fields: {
        hours: { title: 'Valido (ore)', help: 'Dopo, il link non porta da nessuna parte.' },
        takesOver: {
          title: 'Prendi in carico all’apertura',
          help: 'Il primo operatore che lo apre ha la conversazione, se fino ad allora non l’ha nessun altro.',
        },
        handsOver: {
          title: 'Restituisci alla fine',
          help: 'Quando il link scade, il chatbot ha di nuovo la conversazione, se quell’operatore l’ha ancora.',
        },
        variable: {
          title: 'Variabile',
          help: 'Dove si conserva il link. Se omessa: conversation_share_url.',
        },
      },
    },
    notify_operators: {
      title: 'Avvisa operatori',
      help: 'Avvisa operatori di questa conversazione, nella postazione e, se si vuole, per e-mail. Chi l’ha in carico non cambia.',
      fields: {
        text: {
          title: 'Testo',
          help: 'Che cosa viene detto loro. Sta nella conversazione come nota che il contatto non vede mai.',
        },
        group: { title: 'Gruppo', help: 'Gli operatori di quale gruppo vengono avvisati. Se omesso: tutti.' },
        operators: { ...onlyThese, help: 'Solo questi, del gruppo. Se omesso: l’intero gruppo.' },
        byMail: {
          title: 'Anche per e-mail',
          help: 'Con un link alla conversazione, a ciascuno di loro. Serve un server di posta.',
        },
      },
    },
    add_note: {
      title: 'Aggiungi nota',
      help: 'Lascia una nota che vedono solo gli operatori.',
      fields: {
        text: { title: 'Nota', help: 'Che cosa devono sapere gli operatori. Le variabili vengono inserite.' },
      },
    },
    set_variable: {
      title: 'Imposta variabile',
      help: 'Imposta o cambia una variabile della conversazione.',
      fields: {
        variable: {
          title: 'Variabile',
          help: 'La variabile da cambiare; favorite.color arriva al suo interno.',
        },
        value: {
          title: 'Valore',
          help: 'Un testo, un numero, vero o falso, una lista o un oggetto. Le variabili vengono inserite. Non serve per svuotarla.',
        },
        how: {
          title: 'Come',
          help: 'Che cosa si fa del valore presente.',
          options: {
            overwrite: 'Sovrascriverlo',
            append: 'Aggiungere alla lista',
            concatenate: 'Aggiungere alla fine del testo',
            add: 'Sommare il numero',
            subtract: 'Sottrarre il numero',
            multiply: 'Moltiplicare per il numero',
            divide: 'Dividere per il numero',
            replace: 'Sostituire al suo interno',
            remove: 'Togliere da esso',
            clear: 'Svuotarlo',
          },
        },
      },
    },
    set_tag: { title: 'Aggiungi tag', help: 'Mette un tag sulla conversazione.', fields: { tag } },
    drop_tag: { title: 'Togli tag', help: 'Toglie un tag dalla conversazione.', fields: { tag } },
    http_request: {
      title: 'Richiesta HTTP',
      help: 'Interroga un altro sistema e conserva parti della risposta in variabili.',
      fields: {
        method: {
          title: 'Metodo',
          help: 'GET legge, gli altri modificano qualcosa.',
          options: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
        },
        url: address,
        headers: {
          title: 'Intestazioni',
          help: 'Nomi e valori che vanno con la richiesta.',
          each: { title: 'Intestazione', help: 'Il valore di un’intestazione.' },
        },
        body: {
          title: 'Corpo',
          help: 'Un testo, oppure un oggetto o una lista inviati come JSON. Non con GET. Le variabili vengono inserite.',
        },
        map: {
          title: 'Da conservare della risposta',
          help: 'Che cosa si prende dalla risposta e in quali variabili si conserva.',
          each: {
            title: 'Corrispondenza',
            fields: {
              path: {
                title: 'Percorso',
                help: 'Dove si trova nella risposta: data.items[0].name o /data/items/0/name. Vuoto: l’intera risposta.',
              },
              variable: { title: 'Variabile', help: 'Dove si conserva.' },
            },
          },
        },
        timeoutSeconds: { ...longestWait, help: 'Dopo, la richiesta conta come fallita.' },
      },
    },
    send_email: {
      title: 'Invia e-mail',
      help: 'Invia un’e-mail tramite il server di posta di questa installazione.',
      fields: {
        to: {
          title: 'A',
          help: 'Un indirizzo e-mail, o fino a 10 separati da virgole. Le variabili vengono inserite.',
        },
        subject: { title: 'Oggetto', help: 'Una riga. Le variabili vengono inserite.' },
        text: { title: 'Testo', help: 'Testo semplice. Le variabili vengono inserite.' },
        replyTo: {
          title: 'Rispondi a',
          help: 'Dove vanno le risposte, per esempio {{ user_email }}. Se omesso: al mittente di questo server.',
        },
      },
    },
    trigger_webhook: {
      title: 'Chiama webhook',
      help: 'Informa un altro sistema della conversazione, con firma, e prosegue subito.',
      fields: {
        url: address,
        secret: {
          title: 'Segreto',
          help: 'whsec_… con almeno 24 byte in base64. L’altro sistema lo usa per verificare la firma.',
        },
        event: {
          title: 'Evento',
          help: 'Che cosa si comunica all’altro sistema come avvenuto: lettere, cifre, punti e trattini bassi.',
        },
        variables: {
          title: 'Variabili',
          help: 'Quali variabili si inviano. Se omesso: tutte.',
          each: { title: 'Variabile', help: 'Una variabile inviata.' },
        },
      },
    },
    script: {
      title: 'Script',
      help: 'Esegue un pezzo di JavaScript che legge le variabili e ne restituisce alcune.',
      fields: {
        code: {
          title: 'Codice',
          help: 'Il corpo di una funzione: trova le variabili in `variables` e restituisce un oggetto di nuovi valori.',
        },
        timeoutMilliseconds: {
          title: 'Durata massima (millisecondi)',
          help: 'Del processore. Dopo, lo script conta come fallito.',
        },
      },
    },
    ai_reply: {
      title: 'Risposta IA',
      help: 'Lascia che un modello linguistico risponda una volta al contatto, o conserva la risposta in una variabile.',
      fields: {
        ...model,
        variable: {
          title: 'Variabile',
          help: 'Conserva qui la risposta invece di dirla. Se omessa: viene detta.',
        },
        failureText,
      },
    },
    ai_conversation: {
      title: 'Conversazione con IA',
      help: 'Lascia che il contatto parli con un modello linguistico finché il modello la conclude, si raggiunge un limite o si richiede un operatore.',
      fields: {
        ...model,
        maxAnswers: {
          title: 'Massimo di risposte',
          help: 'Dopo altrettante risposte il chatbot riprende la conversazione al modello.',
        },
        maxTokensInAll: {
          title: 'Massimo di token in tutto',
          help: 'Letti e scritti per tutte le risposte insieme. La risposta che lo supera è l’ultima.',
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
        requestText: {
          title: 'Testo quando si richiede una persona',
          help: 'Detto quando il modello non dice nulla nel richiedere un operatore.',
        },
        onFailureRequest: {
          title: 'Richiedi un operatore in caso di errore',
          help: 'Se non arriva una risposta si richiede un operatore, prima che si eseguano le azioni sotto on_failure.',
        },
        failureText,
      },
    },
    privacy_opt_in: {
      title: 'Consenso',
      help: 'Chiede al contatto di acconsentire a qualcosa, attende la risposta e la conserva con il suo orario.',
      fields: {
        flag,
        text: {
          title: 'Testo',
          help: 'A che cosa il contatto deve acconsentire: quali dati, per che cosa, per quanto tempo.',
        },
        accept: { title: 'Accetta', help: 'Il pulsante che accetta.' },
        decline: { title: 'Rifiuta', help: 'Il pulsante che rifiuta.' },
        askAgain: {
          title: 'Chiedi di nuovo',
          help: 'Chiede anche a un contatto che ha già accettato in questa conversazione.',
        },
        wrongReplies,
        maxTries,
      },
    },
    privacy_flag_condition: {
      title: 'Verifica consenso',
      help: 'Esegue un ramo o l’altro, in base a ciò a cui il contatto ha acconsentito.',
      fields: {
        flag,
        is: {
          title: 'Risposta',
          help: 'Che cosa ha detto il contatto.',
          options: { granted: 'ha accettato', refused: 'ha rifiutato', not_asked: 'non ha risposto' },
        },
      },
    },
    forget_user: {
      title: 'Dimentica il contatto',
      help: 'Cancella tutto del contatto: tutte le conversazioni, le variabili e i file.',
    },
  },
}
