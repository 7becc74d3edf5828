import type { DesignerTexts } from './shape.ts'

const label = { title: 'Etykieta', help: 'Co kontakt czyta i klika.' }
const payload = {
  title: 'Payload',
  help: 'Co wysyła kliknięcie, niewidoczne dla kontaktu. Jeśli pominięto, powstaje przy publikacji.',
}
const textAbove = { title: 'Tekst', help: 'Co chatbot mówi powyżej.' }
const buttons = {
  title: 'Przyciski',
  help: 'Przycisk otwiera link, dzwoni, pisze e-mail albo odpowiada chatbotowi i uruchamia swoje akcje.',
  each: {
    title: 'Przycisk',
    fields: {
      label,
      url: { title: 'Link', help: 'Strona, którą otwiera kliknięcie (https://…).' },
      phone: { title: 'Numer telefonu', help: 'Numer, pod który dzwoni kliknięcie.' },
      email: { title: 'E-mail', help: 'Adres, na który pisze kliknięcie.' },
      payload,
    },
  },
}
const card = {
  title: { title: 'Tytuł', help: 'Wiersz wyróżniony pogrubieniem.' },
  subtitle: { title: 'Podtytuł', help: 'Co stoi pod tytułem.' },
  image: {
    title: 'Obraz',
    help: 'Gdzie jest obraz u góry: https://… albo ścieżka tej witryny, na przykład /room.jpg.',
  },
  buttons,
}
const wrongReplies = {
  title: 'Repliki na złe odpowiedzi',
  help: 'Wypowiadane po kolei, jedna na każdą złą odpowiedź. Gdy ich nie ma, odpowiada interakcja awaryjna.',
  each: { title: 'Replika', help: 'Co chatbot mówi na złą odpowiedź.' },
}
const maxTries = {
  title: 'Najwięcej prób',
  help: 'Po tylu złych odpowiedziach chatbot rezygnuje i idzie dalej. Jeśli pominięto, nie rezygnuje nigdy.',
}
const behavior = {
  title: 'Zachowanie',
  help: 'Gdzie szuka się interakcji. Samo: interakcja początkowa tego zachowania.',
}
const operatorsGroup = {
  title: 'Grupa operatorów',
  help: 'Kogo się pyta. Jeśli pominięto: wszystkich operatorów obszaru roboczego.',
}
const anybody = {
  random: 'Ktokolwiek z nich, losowo',
  less_busy: 'Kto ma najmniej rozmów',
}
const assignOperator = {
  title: 'Przydziel operatora',
  help: 'Jak wybiera się jednego z nich. Jeśli pominięto: losowo przy przejęciu, nikogo konkretnego przy zgłoszeniu.',
  options: { ...anybody, specific: 'Jedna określona osoba' },
}
const operator = { title: 'Operator', help: 'Kto, gdy chodzi o jedną określoną osobę.' }
const onlyOnlineOperators = {
  title: 'Tylko operatorzy online',
  help: 'Jeśli nikt z nich nie jest online, nic się nie zmienia i uruchamia się następna akcja.',
}
const onlyThese = { title: 'Operatorzy' }
const comparison = { title: 'Porównanie' }
const address = {
  title: 'Adres',
  help: 'https://… Zmienne są uzupełniane; tam, gdzie mogą zawierać dowolny tekst, należy pisać {{ name | url_encode }}.',
}
const longestWait = { title: 'Najdłuższe oczekiwanie (sekundy)' }
const tag = { title: 'Tag', help: 'Od 1 do 64 znaków. Zmienne są uzupełniane.' }
const flag = {
  title: 'Znacznik',
  help: 'Czego dotyczy, w snake_case: newsletter, analysis. Przechowywany w privacy.newsletter.',
}
const model = {
  instructions: {
    title: 'Instrukcje',
    help: 'Co model ma robić i co musi wiedzieć. Zmienne są uzupełniane: innych nie widzi. Nie należy wpisywać tu tajemnic: model można namówić do ich zdradzenia.',
  },
  model: { title: 'Model', help: 'Jego nazwa, jakiej używa usługa, z której korzysta ta instalacja.' },
  maxTokens: {
    title: 'Najdłuższa odpowiedź (tokeny)',
    help: 'Token to około trzech czwartych angielskiego słowa. To, co dłuższe, usługa ucina.',
  },
  temperature: {
    title: 'Temperatura',
    help: 'Ile jest w odpowiedzi przypadku: 0 to najmniej. Jeśli pominięto: tyle, ile zwykle u modelu.',
  },
  historyMessages: {
    title: 'Wiadomości, które widzi',
    help: 'Tyle ostatnich wiadomości rozmowy; nigdy notatki wewnętrzne.',
  },
  timeoutSeconds: { ...longestWait, help: 'Na całą odpowiedź. Potem uznaje się ją za nieudaną.' },
}
const failureText = {
  title: 'Tekst przy niepowodzeniu',
  help: 'Wypowiadany, gdy odpowiedź nie przychodzi, a pod on_failure nie ma akcji.',
}

export const texts: DesignerTexts = {
  actions: {
    text: {
      title: 'Tekst',
      help: 'Wypowiada tekst.',
      fields: {
        text: {
          title: 'Tekst',
          help: 'Co mówi chatbot. {{ user_name }} i inne zmienne są uzupełniane.',
        },
      },
    },
    image: {
      title: 'Obraz',
      help: 'Pokazuje obraz.',
      fields: {
        url: {
          title: 'Adres',
          help: 'Gdzie jest obraz: https://… albo ścieżka tej witryny, na przykład /logo.png.',
        },
        alt: { title: 'Opis', help: 'Co przedstawia obraz, dla osób, które go nie widzą.' },
      },
    },
    video: {
      title: 'Wideo',
      help: 'Pokazuje wideo odtwarzane w rozmowie.',
      fields: {
        url: {
          title: 'Adres',
          help: 'Gdzie jest wideo: https://… albo ścieżka tej witryny, na przykład /tour.mp4.',
        },
        name: { title: 'Nazwa', help: 'Co kontakt czyta obok wideo. Jeśli pominięto: ostatnia część adresu.' },
      },
    },
    audio: {
      title: 'Dźwięk',
      help: 'Daje coś do posłuchania, odtwarzane w rozmowie.',
      fields: {
        url: {
          title: 'Adres',
          help: 'Gdzie jest nagranie: https://… albo ścieżka tej witryny, na przykład /greeting.mp3.',
        },
        name: { title: 'Nazwa', help: 'Co kontakt czyta obok nagrania. Jeśli pominięto: ostatnia część adresu.' },
      },
    },
    file: {
      title: 'Plik',
      help: 'Oferuje plik do pobrania.',
      fields: {
        url: {
          title: 'Adres',
          help: 'Gdzie jest plik: https://… albo ścieżka tej witryny, na przykład /prices.pdf.',
        },
        name: { title: 'Nazwa', help: 'Co kontakt czyta obok pliku. Jeśli pominięto: ostatnia część adresu.' },
      },
    },
    quick_replies: {
      title: 'Szybkie odpowiedzi',
      help: 'Oferuje odpowiedzi do kliknięcia; znikają, gdy kontakt odpowie.',
      fields: {
        text: textAbove,
        replies: {
          title: 'Odpowiedzi',
          help: 'Widoczne pod tekstem, znikają, gdy kontakt odpowie. Każda może mieć akcje, które uruchamiają się po kliknięciu.',
          each: { title: 'Odpowiedź', fields: { label, payload } },
        },
      },
    },
    buttons: {
      title: 'Przyciski',
      help: 'Pokazuje przyciski, które zostają: linki, numery telefonu, adresy e-mail lub odpowiedzi.',
      fields: { text: textAbove, buttons },
    },
    card: {
      title: 'Karta',
      help: 'Pokazuje kartę z tytułem oraz, jeśli są, z podtytułem, obrazem i przyciskami.',
      fields: card,
    },
    carousel: {
      title: 'Karuzela',
      help: 'Pokazuje kilka kart obok siebie.',
      fields: {
        text: textAbove,
        cards: {
          title: 'Karty',
          help: 'Pokazywane obok siebie, każda z tytułem oraz, jeśli są, z podtytułem, obrazem i przyciskami.',
          each: { title: 'Karta', fields: card },
        },
      },
    },
    delay: {
      title: 'Pauza',
      help: 'Czeka przed następną akcją.',
      fields: {
        seconds: {
          title: 'Sekundy',
          help: 'Jak długo czekać, najwyżej godzinę. Pół sekundy to 0.5.',
        },
      },
    },
    input: {
      title: 'Pytanie do kontaktu',
      help: 'Czeka, aż kontakt poda oczekiwaną odpowiedź, i przechowuje ją w zmiennej.',
      fields: {
        variable: { title: 'Zmienna', help: 'Gdzie przechowuje się odpowiedź.' },
        expects: {
          title: 'Oczekuje',
          help: 'Co liczy się jako odpowiedź.',
          options: {
            text: 'Dowolny tekst',
            pattern: 'Tekst pasujący do wzorca',
            email: 'Adres e-mail',
            number: 'Liczba',
            date: 'Data',
            choice: 'Jedna z kilku możliwości',
          },
        },
        pattern: {
          title: 'Wzorzec',
          help: 'Wyrażenie regularne (RE2) znajdowane w odpowiedzi; ^ i $ wiążą je z początkiem i końcem.',
        },
        choices: {
          title: 'Możliwości',
          help: 'Odpowiedzi, które się liczą. Wielkość liter, akcenty i interpunkcja nie mają znaczenia.',
          each: { title: 'Możliwość', help: 'Jedna odpowiedź, która się liczy.' },
        },
        wrongReplies,
        maxTries,
      },
    },
    file_input: {
      title: 'Plik od kontaktu',
      help: 'Czeka, aż kontakt wyśle plik oczekiwanego rodzaju, i przechowuje w zmiennej, gdzie on jest.',
      fields: {
        variable: {
          title: 'Zmienna',
          help: 'Gdzie się go przechowuje: file.name, file.url, file.content_type i file.size.',
        },
        kinds: {
          title: 'Rodzaje',
          help: 'Które pliki się liczą. Jeśli pominięto: każdy plik.',
          each: {
            title: 'Rodzaj',
            help: 'Jeden rodzaj pliku, który się liczy.',
            options: {
              image: 'Obrazy',
              video: 'Wideo',
              audio: 'Dźwięk',
              document: 'Dokumenty (PDF, tekst, biurowe)',
            },
          },
        },
        maxMegabytes: {
          title: 'Największy rozmiar (MB)',
          help: 'Większe pliki się nie liczą. Najwyżej 10, bo tyle może wysłać kontakt.',
        },
        wrongReplies,
        maxTries,
      },
    },
    rating: {
      title: 'Ocena',
      help: 'Pyta, na ile kontakt jest zadowolony, a jeśli trzeba, prosi o komentarz; wskaźniki to liczą (CSAT).',
      fields: {
        text: textAbove,
        scale: {
          title: 'Skala',
          help: 'Z czego kontakt może wybierać.',
          options: { stars: 'Od jednej do pięciu gwiazdek', thumbs: 'Kciuk w górę lub w dół' },
        },
        comment: {
          title: 'Pytanie o komentarz',
          help: 'Zadawane po ocenie; cokolwiek kontakt wtedy napisze, jest komentarzem. Jeśli pominięto: nie jest zadawane.',
        },
        skip: { title: 'Bez komentarza', help: 'Odpowiedź, która pomija komentarz.' },
        variable: {
          title: 'Zmienna',
          help: 'Gdzie przechowuje się także wynik. Zawsze jest on w rating.score, a komentarz w rating.comment.',
        },
        wrongReplies,
        maxTries: {
          title: maxTries.title,
          help: 'Po tylu złych odpowiedziach chatbot rezygnuje i idzie dalej.',
        },
      },
    },
    go_to: {
      title: 'Przejdź do',
      help: 'Idzie dalej w innej interakcji; to, co stoi niżej na liście, się nie uruchamia.',
      fields: {
        behavior,
        interaction: {
          title: 'Interakcja',
          help: 'Interakcja, do której się przechodzi. Bez zachowania szuka się jej najpierw w tym.',
        },
        to: {
          title: 'Miejsce',
          help: 'Miejsce bez nazwy, zamiast interakcji.',
          options: {
            start: 'Początek chatbota lub zachowania',
            previous: 'Tam, gdzie kontakt był wcześniej',
            fallback: 'Interakcja awaryjna',
            bookmark: 'Zakładka',
          },
        },
        cancelFurtherExecution: {
          title: 'Przerwij dalsze wykonywanie',
          help: 'Porzuca też to, co uruchomiłoby się po liście akcji, na której stoi ta.',
        },
      },
    },
    bookmark: {
      title: 'Zakładka',
      help: 'Zapamiętuje interakcję, w której jest kontakt, dla akcji „Przejdź do”, która do niej wraca.',
    },
    condition: {
      title: 'Warunek',
      help: 'Uruchamia jedną gałąź albo drugą, zależnie od zmiennej, tagu, kanału lub języka.',
      fields: {
        variable: {
          title: 'Zmienna',
          help: 'Zmienna, którą się sprawdza; favorite.color sięga do środka.',
        },
        tag: { title: 'Tag', help: 'Tag, który rozmowa ma lub którego nie ma.' },
        channel: { title: 'Kanał', help: 'Kanał, na którym toczy się rozmowa, na przykład widget.' },
        locale: {
          title: 'Język',
          help: 'Język kontaktu: de oznacza też de-AT, a de-AT tylko siebie.',
        },
        is: {
          ...comparison,
          help: 'Jak się porównuje.',
          options: {
            equal: 'jest',
            not_equal: 'nie jest',
            contains: 'zawiera',
            matches: 'pasuje do wzorca',
            greater: 'jest większe niż',
            less: 'jest mniejsze niż',
            set: 'ma wartość',
            not_set: 'nie ma wartości',
          },
        },
        value: {
          title: 'Wartość',
          help: 'Z czym się porównuje. Niepotrzebna przy „ma wartość” ani przy tagu, kanale lub języku.',
        },
      },
    },
    random_split: {
      title: 'Losowy podział',
      help: 'Uruchamia losowo jedną z kilku gałęzi, tak często, jak mówi jej waga.',
      fields: {
        branches: {
          title: 'Gałęzie',
          help: 'Jedna z nich jest wybierana losowo, za każdym razem od nowa. Każda może mieć akcje, które wtedy się uruchamiają.',
          each: {
            title: 'Gałąź',
            fields: {
              name: { title: 'Nazwa', help: 'Jak gałąź nazywa się w zmiennej, na przykład A.' },
              weight: {
                title: 'Waga',
                help: 'Jak często jest wybierana w porównaniu z innymi: 3 to trzy razy częściej niż 1, a 0 to nigdy.',
              },
            },
          },
        },
        variable: {
          title: 'Zmienna',
          help: 'Gdzie przechowuje się nazwę gałęzi, aby potem porównać, jak wypadła każda. Można pominąć.',
        },
      },
    },
    schedule_behavior: {
      title: 'Zaplanuj zachowanie',
      help: 'Zaczyna interakcję później i od razu idzie dalej.',
      fields: {
        behavior,
        interaction: {
          title: 'Interakcja',
          help: 'Interakcja, która się wtedy zaczyna. Bez zachowania szuka się jej najpierw w tym.',
        },
        after: { title: 'Po upływie', help: 'Za ile od teraz; najwyżej 90 dni.' },
        unit: {
          title: 'Jednostka',
          help: 'Co oznacza liczba.',
          options: { seconds: 'Sekundy', minutes: 'Minuty', hours: 'Godziny', days: 'Dni' },
        },
      },
    },
    end_conversation: {
      title: 'Zamknij rozmowę',
      help: 'Zamyka rozmowę; następna wiadomość otwiera nową.',
    },
    set_chat_operator_state: {
      title: 'Ustaw stan operatora czatu',
      help: 'Prosi o operatora, oddaje kontrolę operatorowi albo zwraca ją chatbotowi. Po przejęciu reszta interakcji się nie uruchamia; gdy nikt nie mógł przejąć, uruchamiają się akcje poniżej.',
      fields: {
        mode: {
          title: 'Stan',
          help: 'Poprosić o operatora, oddać kontrolę operatorowi albo zwrócić ją chatbotowi.',
          options: {
            request_operator: 'Poproś o operatora',
            operator_takeover: 'Przejęcie przez operatora',
            chatbot_controlled: 'Kontrola u chatbota',
          },
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
      },
    },
    assign_conversation: {
      title: 'Przydziel rozmowę',
      help: 'Oddaje rozmowę operatorowi albo o niego prosi i pilnuje, co dalej: gdy nikogo nie ma, gdy nikt nie przychodzi i gdy rozmowa wraca.',
      fields: {
        mode: {
          title: 'Jak',
          help: 'Oddać ją od razu operatorowi albo poprosić o niego, podczas gdy chatbot idzie dalej.',
          options: { operator_takeover: 'Oddaj ją operatorowi', request_operator: 'Poproś o operatora' },
        },
        operatorsGroup,
        operators: { ...onlyThese, help: 'Tylko oni, z tej grupy. Jeśli pominięto: cała grupa.' },
        assignOperator: {
          title: assignOperator.title,
          help: 'Jak wybiera się jednego z nich. Jeśli pominięto: według kolejności grupy albo losowo.',
          options: anybody,
        },
        onlyOnlineOperators,
        message: {
          title: 'Wiadomość przy przejęciu',
          help: 'Mówiona kontaktowi tuż przed tym, jak operator ma rozmowę.',
        },
        timeoutSeconds: {
          ...longestWait,
          help: 'Jeśli do tego czasu nikt nie przyjął zgłoszenia, uruchamia się przeznaczona na to gałąź; zgłoszenie pozostaje.',
        },
      },
    },
    agent_state_check: {
      title: 'Sprawdź operatorów',
      help: 'Uruchamia gałąź, gdy operatorzy są albo mają mało lub dużo pracy.',
      fields: {
        group: {
          title: 'Grupa',
          help: 'Operatorów której grupy się sprawdza. Bez grupy i operatora: wszystkich.',
        },
        operator: { title: 'Operator', help: 'Jedyny operator, którego się sprawdza, zamiast grupy.' },
        check: {
          title: 'Sprawdź',
          help: 'Co się sprawdza.',
          options: { status: 'Czy ktoś jest', conversations: 'Ile mają rozmów' },
        },
        is: {
          ...comparison,
          help: 'W grupie przy „jest” wystarcza jeden z nich; „nie jest” zachodzi, gdy nie jest tak u nikogo.',
          options: { is: 'jest', is_not: 'nie jest' },
        },
        status: {
          title: 'Status',
          help: 'Tak, jak widzi go zespół: online, zgodnie z wyborem operatora albo poza zasięgiem.',
          options: { online: 'online', busy: 'zajęty(-a)', away: 'nieobecny(-a)', offline: 'offline' },
        },
        than: {
          ...comparison,
          help: 'W grupie przy „mniej niż” wystarcza jeden z tych, którzy są online; „więcej niż” zachodzi, gdy wszyscy oni mają więcej.',
          options: { below: 'mniej niż', above: 'więcej niż' },
        },
        count: { title: 'Rozmowy', help: 'Liczba, z którą się porównuje.' },
      },
    },
    calendar_check: {
      title: 'Sprawdź godziny pracy',
      help: 'Uruchamia jedną gałąź w godzinach pracy, a drugą poza nimi.',
      fields: {
        group: {
          title: 'Godziny pracy',
          help: 'Grupa, której godziny pracy się liczą. Bez niej: te z obszaru roboczego.',
        },
      },
    },
    create_conversation_url: {
      title: 'Utwórz link do rozmowy',
      help: 'Tworzy link, pod którym operator znajduje tę rozmowę, do e-maila lub innego systemu.',
      fields: {
        hours: { title: 'Ważny (godziny)', help: 'Potem link nigdzie nie prowadzi.' },
        takesOver: {
          title: 'Przejmij przy otwarciu',
          help: 'Pierwszy operator, który go otworzy, ma rozmowę, jeśli do tego czasu nie ma jej nikt inny.',
        },
        handsOver: {
          title: 'Oddaj na końcu',
          help: 'Gdy link wygasa, rozmowę znów ma chatbot, jeśli ten operator nadal ją ma.',
        },
        variable: {
          title: 'Zmienna',
          help: 'Gdzie przechowuje się link. Jeśli pominięto: conversation_share_url.',
        },
      },
    },
    notify_operators: {
      title: 'Powiadom operatorów',
      help: 'Powiadamia operatorów o tej rozmowie, w panelu i, jeśli trzeba, e-mailem. Kto ją ma, się nie zmienia.',
      fields: {
        text: {
          title: 'Tekst',
          help: 'Czego się dowiadują. Stoi to w rozmowie jako notatka, której kontakt nigdy nie widzi.',
        },
        group: { title: 'Grupa', help: 'Operatorzy której grupy są powiadamiani. Jeśli pominięto: wszyscy.' },
        operators: { ...onlyThese, help: 'Tylko oni, z tej grupy. Jeśli pominięto: cała.' },
        byMail: {
          title: 'Także e-mailem',
          help: 'Z linkiem do rozmowy, do każdego z nich. Wymaga serwera poczty.',
        },
      },
    },
    add_note: {
      title: 'Dodaj notatkę',
      help: 'Zostawia notatkę, którą widzą tylko operatorzy.',
      fields: {
        text: { title: 'Notatka', help: 'Co operatorzy powinni wiedzieć. Zmienne są uzupełniane.' },
      },
    },
    set_variable: {
      title: 'Ustaw zmienną',
      help: 'Ustawia lub zmienia zmienną rozmowy.',
      fields: {
        variable: {
          title: 'Zmienna',
          help: 'Zmienna do zmiany; favorite.color sięga do środka.',
        },
        value: {
          title: 'Wartość',
          help: 'Tekst, liczba, prawda lub fałsz, lista albo obiekt. Zmienne są uzupełniane. Niepotrzebna do czyszczenia.',
        },
        how: {
          title: 'Jak',
          help: 'Co robi się z wartością, która tam jest.',
          options: {
            overwrite: 'Nadpisz ją',
            append: 'Dołącz do listy',
            concatenate: 'Dodaj na końcu tekstu',
            add: 'Dodaj liczbę',
            subtract: 'Odejmij liczbę',
            multiply: 'Pomnóż przez liczbę',
            divide: 'Podziel przez liczbę',
            replace: 'Zamień w niej',
            remove: 'Usuń z niej',
            clear: 'Wyczyść ją',
          },
        },
      },
    },
    set_tag: { title: 'Dodaj tag', help: 'Nadaje rozmowie tag.', fields: { tag } },
    drop_tag: { title: 'Usuń tag', help: 'Zdejmuje tag z rozmowy.', fields: { tag } },
    http_request: {
      title: 'Żądanie HTTP',
      help: 'Pyta inny system i przechowuje części jego odpowiedzi w zmiennych.',
      fields: {
        method: {
          title: 'Metoda',
          help: 'GET czyta, pozostałe coś zmieniają.',
          options: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
        },
        url: address,
        headers: {
          title: 'Nagłówki',
          help: 'Nazwy i wartości, które idą z żądaniem.',
          each: { title: 'Nagłówek', help: 'Wartość jednego nagłówka.' },
        },
        body: {
          title: 'Treść',
          help: 'Tekst albo obiekt lub lista wysyłane jako JSON. Nie przy GET. Zmienne są uzupełniane.',
        },
        map: {
          title: 'Zachowaj z odpowiedzi',
          help: 'Co bierze się z odpowiedzi i w jakich zmiennych się to przechowuje.',
          each: {
            title: 'Przypisanie',
            fields: {
              path: {
                title: 'Ścieżka',
                help: 'Gdzie to jest w odpowiedzi: data.items[0].name albo /data/items/0/name. Puste: cała odpowiedź.',
              },
              variable: { title: 'Zmienna', help: 'Gdzie się to przechowuje.' },
            },
          },
        },
        timeoutSeconds: { ...longestWait, help: 'Potem żądanie uznaje się za nieudane.' },
      },
    },
    send_email: {
      title: 'Wyślij e-mail',
      help: 'Wysyła e-mail przez serwer poczty tej instalacji.',
      fields: {
        to: {
          title: 'Do',
          help: 'Adres e-mail albo do 10 adresów rozdzielonych przecinkami. Zmienne są uzupełniane.',
        },
        subject: { title: 'Temat', help: 'Jeden wiersz. Zmienne są uzupełniane.' },
        text: { title: 'Tekst', help: 'Zwykły tekst. Zmienne są uzupełniane.' },
        replyTo: {
          title: 'Odpowiedź do',
          help: 'Dokąd idą odpowiedzi, na przykład {{ user_email }}. Jeśli pominięto: do nadawcy tego serwera.',
        },
      },
    },
    trigger_webhook: {
      title: 'Wywołaj webhook',
      help: 'Informuje inny system o rozmowie, z podpisem, i od razu idzie dalej.',
      fields: {
        url: address,
        secret: {
          title: 'Sekret',
          help: 'whsec_… z co najmniej 24 bajtami w base64. Drugi system sprawdza nim podpis.',
        },
        event: {
          title: 'Zdarzenie',
          help: 'Co drugi system ma uznać za zdarzenie: litery, cyfry, kropki i podkreślenia.',
        },
        variables: {
          title: 'Zmienne',
          help: 'Które zmienne się wysyła. Jeśli pominięto: wszystkie.',
          each: { title: 'Zmienna', help: 'Zmienna, która jest wysyłana.' },
        },
      },
    },
    script: {
      title: 'Skrypt',
      help: 'Uruchamia fragment JavaScriptu, który czyta zmienne i niektóre zwraca.',
      fields: {
        code: {
          title: 'Kod',
          help: 'Treść funkcji: znajduje zmienne w `variables` i zwraca obiekt z nowymi wartościami.',
        },
        timeoutMilliseconds: {
          title: 'Najdłuższy czas (milisekundy)',
          help: 'Procesora. Potem skrypt uznaje się za nieudany.',
        },
      },
    },
    ai_reply: {
      title: 'Odpowiedź AI',
      help: 'Pozwala modelowi językowemu odpowiedzieć kontaktowi jeden raz albo przechowuje jego odpowiedź w zmiennej.',
      fields: {
        ...model,
        variable: {
          title: 'Zmienna',
          help: 'Przechowuje odpowiedź tutaj, zamiast ją wypowiadać. Jeśli pominięto: jest wypowiadana.',
        },
        failureText,
      },
    },
    ai_conversation: {
      title: 'Rozmowa z AI',
      help: 'Pozwala kontaktowi rozmawiać z modelem językowym, aż model zakończy, zostanie osiągnięty limit albo poprosi się o operatora.',
      fields: {
        ...model,
        maxAnswers: {
          title: 'Najwięcej odpowiedzi',
          help: 'Po tylu odpowiedziach chatbot odbiera rozmowę modelowi.',
        },
        maxTokensInAll: {
          title: 'Najwięcej tokenów łącznie',
          help: 'Przeczytanych i napisanych we wszystkich odpowiedziach. Odpowiedź, która to przekroczy, jest ostatnia.',
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
        requestText: {
          title: 'Tekst przy prośbie o człowieka',
          help: 'Wypowiadany, gdy sam model nic nie mówi, prosząc o operatora.',
        },
        onFailureRequest: {
          title: 'Poproś o operatora przy niepowodzeniu',
          help: 'Gdy odpowiedź nie przychodzi, prosi się o operatora, zanim uruchomią się akcje pod on_failure.',
        },
        failureText,
      },
    },
    privacy_opt_in: {
      title: 'Zgoda',
      help: 'Prosi kontakt o zgodę na coś, czeka na odpowiedź i przechowuje ją wraz z czasem.',
      fields: {
        flag,
        text: {
          title: 'Tekst',
          help: 'Na co kontakt ma się zgodzić: jakie dane, po co, jak długo.',
        },
        accept: { title: 'Zgadzam się', help: 'Przycisk, który wyraża zgodę.' },
        decline: { title: 'Odmawiam', help: 'Przycisk, który wyraża odmowę.' },
        askAgain: {
          title: 'Zapytaj ponownie',
          help: 'Pyta także kontakt, który już się zgodził w tej rozmowie.',
        },
        wrongReplies,
        maxTries,
      },
    },
    privacy_flag_condition: {
      title: 'Sprawdź zgodę',
      help: 'Uruchamia jedną gałąź albo drugą, zależnie od tego, na co kontakt się zgodził.',
      fields: {
        flag,
        is: {
          title: 'Odpowiedź',
          help: 'Co powiedział kontakt.',
          options: { granted: 'zgoda', refused: 'odmowa', not_asked: 'brak odpowiedzi' },
        },
      },
    },
    forget_user: {
      title: 'Zapomnij kontakt',
      help: 'Usuwa wszystko o kontakcie: wszystkie rozmowy, zmienne i pliki.',
    },
  },
}
