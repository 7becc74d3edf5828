import type { DesignerTexts } from './shape.ts'

const label = { title: 'Etiket', help: 'Kişinin okuyup tıkladığı metin.' }
const payload = {
  title: 'Payload',
  help: 'Tıklamanın kişiye görünmeden gönderdiği değer. Boş bırakılırsa yayımlarken oluşturulur.',
}
const textAbove = { title: 'Metin', help: 'Chatbotun üstte söylediği.' }
const buttons = {
  title: 'Düğmeler',
  help: 'Düğme bir bağlantı açar, arar, e-posta yazar veya chatbota yanıt verip eylemlerini çalıştırır.',
  each: {
    title: 'Düğme',
    fields: {
      label,
      url: { title: 'Bağlantı', help: 'Tıklamanın açtığı sayfa (https://…).' },
      phone: { title: 'Telefon numarası', help: 'Tıklamanın aradığı numara.' },
      email: { title: 'E-posta', help: 'Tıklamanın yazdığı adres.' },
      payload,
    },
  },
}
const card = {
  title: { title: 'Başlık', help: 'Kalın yazılan satır.' },
  subtitle: { title: 'Alt başlık', help: 'Başlığın altında duran metin.' },
  image: {
    title: 'Görsel',
    help: 'Üstteki görselin yeri: https://… veya bu sitenin bir yolu, örneğin /room.jpg.',
  },
  buttons,
}
const wrongReplies = {
  title: 'Yanlış yanıtlara karşılıklar',
  help: 'Her yanlış yanıtta biri olmak üzere sırayla söylenir. Hiç yoksa yedek etkileşim yanıtlar.',
  each: { title: 'Karşılık', help: 'Chatbotun yanlış bir yanıta söylediği.' },
}
const maxTries = {
  title: 'En çok deneme',
  help: 'Bu kadar yanlış yanıttan sonra chatbot vazgeçip devam eder. Boş bırakılırsa hiç vazgeçmez.',
}
const behavior = {
  title: 'Davranış',
  help: 'Etkileşimin arandığı yer. Tek başına: o davranışın başlangıç etkileşimi.',
}
const operatorsGroup = {
  title: 'Operatör grubu',
  help: 'Kime sorulduğu. Boş bırakılırsa: çalışma alanının tüm operatörlerine.',
}
const anybody = {
  random: 'Aralarından herhangi biri, rastgele',
  less_busy: 'En az görüşmesi olan',
}
const assignOperator = {
  title: 'Operatör ata',
  help: 'Aralarından birinin nasıl seçildiği. Boş bırakılırsa: devralmada rastgele, talepte belirli biri değil.',
  options: { ...anybody, specific: 'Belirli bir kişi' },
}
const operator = { title: 'Operatör', help: 'Belirli bir kişi söz konusuysa kim olduğu.' }
const onlyOnlineOperators = {
  title: 'Yalnızca çevrimiçi operatörler',
  help: 'Hiçbiri çevrimiçi değilse bir şey değişmez ve sonraki eylem çalışır.',
}
const onlyThese = { title: 'Operatörler' }
const comparison = { title: 'Karşılaştırma' }
const address = {
  title: 'Adres',
  help: 'https://… Değişkenler doldurulur; herhangi bir metin içerebilecekleri yere {{ name | url_encode }} yazılır.',
}
const longestWait = { title: 'En uzun bekleme (saniye)' }
const tag = { title: 'Etiket', help: '1 ile 64 karakter arası. Değişkenler doldurulur.' }
const flag = {
  title: 'İşaret',
  help: 'Neyle ilgili olduğu, snake_case ile: newsletter, analysis. privacy.newsletter içinde tutulur.',
}
const model = {
  instructions: {
    title: 'Talimatlar',
    help: 'Modelin ne yapacağı ve neyi bilmesi gerektiği. Değişkenler doldurulur: başkasını görmez. Buraya gizli bilgi yazılmamalıdır: bir model onları söylemeye ikna edilebilir.',
  },
  model: { title: 'Model', help: 'Bu kurulumun kullandığı hizmetin verdiği adı.' },
  maxTokens: {
    title: 'En uzun yanıt (token)',
    help: 'Bir token, İngilizce bir kelimenin yaklaşık dörtte üçüdür. Daha uzununu hizmet keser.',
  },
  temperature: {
    title: 'Sıcaklık',
    help: 'Bir yanıtta ne kadar rastlantı olduğu: 0 en azıdır. Boş bırakılırsa: modelin olağan davranışı.',
  },
  historyMessages: {
    title: 'Gördüğü mesajlar',
    help: 'Görüşmenin son mesajlarından bu kadarı; dahili notlar asla.',
  },
  timeoutSeconds: { ...longestWait, help: 'Yanıtın tamamı için. Sonrasında başarısız sayılır.' },
}
const failureText = {
  title: 'Başarısızlıkta metin',
  help: 'Yanıt gelmediğinde ve on_failure altında eylem olmadığında söylenir.',
}

export const texts: DesignerTexts = {
  actions: {
    text: {
      title: 'Metin',
      help: 'Bir metin söyler.',
      fields: {
        text: {
          title: 'Metin',
          help: 'Chatbotun söylediği. {{ user_name }} ve diğer değişkenler doldurulur.',
        },
      },
    },
    image: {
      title: 'Görsel',
      help: 'Bir görsel gösterir.',
      fields: {
        url: {
          title: 'Adres',
          help: 'Görselin yeri: https://… veya bu sitenin bir yolu, örneğin /logo.png.',
        },
        alt: { title: 'Açıklama', help: 'Göremeyenler için görselde ne olduğu.' },
      },
    },
    video: {
      title: 'Video',
      help: 'Görüşmenin içinde oynatılan bir video gösterir.',
      fields: {
        url: {
          title: 'Adres',
          help: 'Videonun yeri: https://… veya bu sitenin bir yolu, örneğin /tour.mp4.',
        },
        name: { title: 'Ad', help: 'Kişinin videonun yanında okuduğu. Boş bırakılırsa: adresin son bölümü.' },
      },
    },
    audio: {
      title: 'Ses',
      help: 'Görüşmenin içinde çalan, dinlenecek bir şey verir.',
      fields: {
        url: {
          title: 'Adres',
          help: 'Ses dosyasının yeri: https://… veya bu sitenin bir yolu, örneğin /greeting.mp3.',
        },
        name: { title: 'Ad', help: 'Kişinin ses dosyasının yanında okuduğu. Boş bırakılırsa: adresin son bölümü.' },
      },
    },
    file: {
      title: 'Dosya',
      help: 'İndirilecek bir dosya sunar.',
      fields: {
        url: {
          title: 'Adres',
          help: 'Dosyanın yeri: https://… veya bu sitenin bir yolu, örneğin /prices.pdf.',
        },
        name: { title: 'Ad', help: 'Kişinin dosyanın yanında okuduğu. Boş bırakılırsa: adresin son bölümü.' },
      },
    },
    quick_replies: {
      title: 'Hızlı yanıtlar',
      help: 'Tıklanacak yanıtlar sunar; kişi yanıt verince kaybolurlar.',
      fields: {
        text: textAbove,
        replies: {
          title: 'Yanıtlar',
          help: 'Metnin altında görünür, kişi yanıt verince kaybolur. Her biri, tıklanınca çalışan eylemler taşıyabilir.',
          each: { title: 'Yanıt', fields: { label, payload } },
        },
      },
    },
    buttons: {
      title: 'Düğmeler',
      help: 'Kalıcı düğmeler gösterir: bağlantılar, telefon numaraları, e-posta adresleri veya yanıtlar.',
      fields: { text: textAbove, buttons },
    },
    card: {
      title: 'Kart',
      help: 'Başlıklı bir kart gösterir; varsa alt başlık, görsel ve düğmelerle.',
      fields: card,
    },
    carousel: {
      title: 'Kart dizisi',
      help: 'Birkaç kartı yan yana gösterir.',
      fields: {
        text: textAbove,
        cards: {
          title: 'Kartlar',
          help: 'Yan yana gösterilir; her birinde başlık ve varsa alt başlık, görsel ve düğmeler bulunur.',
          each: { title: 'Kart', fields: card },
        },
      },
    },
    delay: {
      title: 'Duraklama',
      help: 'Sonraki eylemden önce bekler.',
      fields: {
        seconds: {
          title: 'Saniye',
          help: 'Ne kadar bekleneceği, en çok bir saat. Yarım saniye 0.5 olarak yazılır.',
        },
      },
    },
    input: {
      title: 'Girdi',
      help: 'Kişi beklenen yanıtı verene kadar bekler ve yanıtı bir değişkende tutar.',
      fields: {
        variable: { title: 'Değişken', help: 'Yanıtın tutulduğu yer.' },
        expects: {
          title: 'Beklenen',
          help: 'Neyin yanıt sayıldığı.',
          options: {
            text: 'Herhangi bir metin',
            pattern: 'Bir kalıba uyan metin',
            email: 'E-posta adresi',
            number: 'Sayı',
            date: 'Tarih',
            choice: 'Birkaç seçenekten biri',
          },
        },
        pattern: {
          title: 'Kalıp',
          help: 'Yanıtta aranan düzenli ifade (RE2); ^ ve $ onu başa ve sona bağlar.',
        },
        choices: {
          title: 'Seçenekler',
          help: 'Geçerli sayılan yanıtlar. Büyük küçük harf, aksan ve noktalama önemli değildir.',
          each: { title: 'Seçenek', help: 'Geçerli sayılan bir yanıt.' },
        },
        wrongReplies,
        maxTries,
      },
    },
    file_input: {
      title: 'Dosya girdisi',
      help: 'Kişi beklenen türde bir dosya gönderene kadar bekler ve dosyanın yerini bir değişkende tutar.',
      fields: {
        variable: {
          title: 'Değişken',
          help: 'Tutulduğu yer: file.name, file.url, file.content_type ve file.size.',
        },
        kinds: {
          title: 'Türler',
          help: 'Hangi dosyaların geçerli olduğu. Boş bırakılırsa: hepsi.',
          each: {
            title: 'Tür',
            help: 'Geçerli olan bir dosya türü.',
            options: {
              image: 'Görseller',
              video: 'Videolar',
              audio: 'Ses',
              document: 'Belgeler (PDF, metin, ofis)',
            },
          },
        },
        maxMegabytes: {
          title: 'En büyük boyut (MB)',
          help: 'Daha büyük dosyalar geçerli değildir. En çok 10; bir kişi bu kadarını gönderebilir.',
        },
        wrongReplies,
        maxTries,
      },
    },
    rating: {
      title: 'Değerlendirme',
      help: 'Kişinin ne kadar memnun olduğunu, istenirse bir yorumu da sorar; göstergelere sayılır (CSAT).',
      fields: {
        text: textAbove,
        scale: {
          title: 'Ölçek',
          help: 'Kişinin neler arasından seçebildiği.',
          options: { stars: 'Birden beşe kadar yıldız', thumbs: 'Başparmak yukarı veya aşağı' },
        },
        comment: {
          title: 'Yorum sorusu',
          help: 'Değerlendirmeden sonra sorulur; kişinin o zaman yazdığı yorumdur. Boş bırakılırsa: sorulmaz.',
        },
        skip: { title: 'Yorum yok', help: 'Yorumu atlayan yanıt.' },
        variable: {
          title: 'Değişken',
          help: 'Puanın ayrıca tutulduğu yer. Her zaman rating.score içinde, yorum ise rating.comment içinde tutulur.',
        },
        wrongReplies,
        maxTries: {
          title: maxTries.title,
          help: 'Bu kadar yanlış yanıttan sonra chatbot vazgeçip devam eder.',
        },
      },
    },
    go_to: {
      title: 'Git',
      help: 'Başka bir etkileşimde devam eder; listede altında duranlar çalışmaz.',
      fields: {
        behavior,
        interaction: {
          title: 'Etkileşim',
          help: 'Gidilecek etkileşim. Davranış belirtilmezse önce bunun içinde aranır.',
        },
        to: {
          title: 'Yer',
          help: 'Bir etkileşim yerine, adı olmayan bir yer.',
          options: {
            start: 'Chatbotun veya davranışın başlangıcı',
            previous: 'Kişinin daha önce bulunduğu yer',
            fallback: 'Yedek etkileşim',
            bookmark: 'Yer imi',
          },
        },
        cancelFurtherExecution: {
          title: 'Sonraki çalıştırmayı iptal et',
          help: 'Bu eylemin bulunduğu listeden sonra çalışacak olanları da bırakır.',
        },
      },
    },
    bookmark: {
      title: 'Yer imi',
      help: 'Kişinin bulunduğu etkileşimi, oraya geri götüren bir “Git” eylemi için hatırlar.',
    },
    condition: {
      title: 'Koşul',
      help: 'Bir değişkene, etikete, kanala veya dile göre bir dalı ya da diğerini çalıştırır.',
      fields: {
        variable: {
          title: 'Değişken',
          help: 'Bakılan değişken; favorite.color içine uzanır.',
        },
        tag: { title: 'Etiket', help: 'Görüşmede bulunan veya bulunmayan etiket.' },
        channel: { title: 'Kanal', help: 'Görüşmenin yürüdüğü kanal, örneğin widget.' },
        locale: {
          title: 'Dil',
          help: 'Kişinin dili: de, de-AT için de geçerlidir; de-AT yalnızca kendisidir.',
        },
        is: {
          ...comparison,
          help: 'Nasıl karşılaştırıldığı.',
          options: {
            equal: 'eşittir',
            not_equal: 'eşit değildir',
            contains: 'içerir',
            matches: 'kalıba uyar',
            greater: 'büyüktür',
            less: 'küçüktür',
            set: 'değeri var',
            not_set: 'değeri yok',
          },
        },
        value: {
          title: 'Değer',
          help: 'Neyle karşılaştırıldığı. “değeri var” için gerekmez; etiket, kanal veya dil için de.',
        },
      },
    },
    random_split: {
      title: 'Rastgele dallanma',
      help: 'Birkaç daldan birini, ağırlığının belirttiği sıklıkta rastgele çalıştırır.',
      fields: {
        branches: {
          title: 'Dallar',
          help: 'Her seferinde yeniden, biri rastgele seçilir. Her biri, o zaman çalışan eylemler taşıyabilir.',
          each: {
            title: 'Dal',
            fields: {
              name: { title: 'Ad', help: 'Dalın değişkendeki adı, örneğin A.' },
              weight: {
                title: 'Ağırlık',
                help: 'Diğerlerine göre ne sıklıkta seçildiği: 3, 1 değerinin üç katıdır; 0 hiç demektir.',
              },
            },
          },
        },
        variable: {
          title: 'Değişken',
          help: 'Sonradan karşılaştırmak için dalın adının tutulduğu yer. Boş bırakılabilir.',
        },
      },
    },
    schedule_behavior: {
      title: 'Davranış planla',
      help: 'Bir etkileşimi daha sonra başlatır ve hemen devam eder.',
      fields: {
        behavior,
        interaction: {
          title: 'Etkileşim',
          help: 'O zaman başlayan etkileşim. Davranış belirtilmezse önce bunun içinde aranır.',
        },
        after: { title: 'Süre', help: 'Şu andan ne kadar sonra; en çok 90 gün.' },
        unit: {
          title: 'Birim',
          help: 'Sayının neyi saydığı.',
          options: { seconds: 'Saniye', minutes: 'Dakika', hours: 'Saat', days: 'Gün' },
        },
      },
    },
    end_conversation: {
      title: 'Görüşmeyi kapat',
      help: 'Görüşmeyi kapatır; sonraki mesaj yenisini açar.',
    },
    set_chat_operator_state: {
      title: 'Sohbetin operatör durumunu ayarla',
      help: 'Operatör ister, kontrolü bir operatöre verir veya chatbota geri verir. Devralmadan sonra etkileşimin kalanı çalışmaz; kimse devralamadıysa altındaki eylemler çalışır.',
      fields: {
        mode: {
          title: 'Durum',
          help: 'Operatör istemek, kontrolü bir operatöre vermek veya chatbota geri vermek.',
          options: {
            request_operator: 'Operatör iste',
            operator_takeover: 'Operatör devralsın',
            chatbot_controlled: 'Kontrol chatbotta',
          },
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
      },
    },
    assign_conversation: {
      title: 'Görüşmeyi ata',
      help: 'Görüşmeyi bir operatöre verir veya operatör ister ve takip eder: kimse yoksa, kimse gelmezse ve geri bırakıldığında.',
      fields: {
        mode: {
          title: 'Nasıl',
          help: 'Hemen bir operatöre vermek veya chatbot devam ederken operatör istemek.',
          options: { operator_takeover: 'Bir operatöre ver', request_operator: 'Operatör iste' },
        },
        operatorsGroup,
        operators: { ...onlyThese, help: 'Gruptan yalnızca bunlar. Boş bırakılırsa: gruptaki herkes.' },
        assignOperator: {
          title: assignOperator.title,
          help: 'Aralarından birinin nasıl seçildiği. Boş bırakılırsa: grubun sırasına göre veya rastgele.',
          options: anybody,
        },
        onlyOnlineOperators,
        message: {
          title: 'Devralma mesajı',
          help: 'Görüşme bir operatöre geçmeden hemen önce kişiye söylenir.',
        },
        timeoutSeconds: {
          ...longestWait,
          help: 'O zamana kadar kimse talebi almadıysa bunun dalı çalışır; talep kalır.',
        },
      },
    },
    agent_state_check: {
      title: 'Operatörleri denetle',
      help: 'Operatörler varsa, işleri azsa veya çoksa bir dal çalıştırır.',
      fields: {
        group: {
          title: 'Grup',
          help: 'Hangi grubun operatörlerine bakıldığı. Grup ve operatör yoksa: herkese.',
        },
        operator: { title: 'Operatör', help: 'Bir grup yerine, bakılan tek operatör.' },
        check: {
          title: 'Bakılan',
          help: 'Neye bakıldığı.',
          options: { status: 'Birinin olup olmadığı', conversations: 'Kaç görüşmeleri olduğu' },
        },
        is: {
          ...comparison,
          help: 'Bir grupta “ise” için biri yeter; “değilse” hiçbiri öyle değilse geçerlidir.',
          options: { is: 'ise', is_not: 'değilse' },
        },
        status: {
          title: 'Durum',
          help: 'Ekibin gördüğü hâliyle: çevrimiçi, seçtikleri durum veya gitmiş.',
          options: { online: 'çevrimiçi', busy: 'meşgul', away: 'uzakta', offline: 'çevrimdışı' },
        },
        than: {
          ...comparison,
          help: 'Bir grupta “daha az” için çevrimiçi olanlardan biri yeter; “daha çok” hepsinde daha çok varsa geçerlidir.',
          options: { below: 'daha az', above: 'daha çok' },
        },
        count: { title: 'Görüşmeler', help: 'Karşılaştırılan sayı.' },
      },
    },
    calendar_check: {
      title: 'Çalışma saatlerini denetle',
      help: 'Çalışma saatleri içinde bir dalı, dışında diğerini çalıştırır.',
      fields: {
        group: {
          title: 'Çalışma saatleri kimin',
          help: 'Çalışma saatleri geçerli olan grup. Yoksa: çalışma alanınınki.',
        },
      },
    },
    create_conversation_url: {
      title: 'Görüşme bağlantısı oluştur',
      help: 'Bir operatörün bu görüşmeyi bulduğu bir bağlantı oluşturur; e-posta veya başka bir sistem için.',
      fields: {
        hours: { title: 'Geçerlilik (saat)', help: 'Sonrasında bağlantı hiçbir yere götürmez.' },
        takesOver: {
          title: 'Açılınca devral',
          help: 'O zamana kadar başka kimsede değilse görüşme, bağlantıyı ilk açan operatöre geçer.',
        },
        handsOver: {
          title: 'Sonunda geri bırak',
          help: 'Bağlantı sona erince, hâlâ o operatördeyse görüşme yeniden chatbota geçer.',
        },
        variable: {
          title: 'Değişken',
          help: 'Bağlantının tutulduğu yer. Boş bırakılırsa: conversation_share_url.',
        },
      },
    },
    notify_operators: {
      title: 'Operatörlere bildir',
      help: 'Operatörlere bu görüşmeyi panelde, istenirse e-postayla da bildirir. Görüşmenin kimde olduğu değişmez.',
      fields: {
        text: {
          title: 'Metin',
          help: 'Onlara ne söylendiği. Görüşmede, kişinin hiç görmediği bir not olarak durur.',
        },
        group: { title: 'Grup', help: 'Hangi grubun operatörlerine bildirildiği. Boş bırakılırsa: herkese.' },
        operators: { ...onlyThese, help: 'Gruptan yalnızca bunlar. Boş bırakılırsa: grubun tamamı.' },
        byMail: {
          title: 'E-postayla da',
          help: 'Görüşmenin bağlantısıyla, her birine. Bir e-posta sunucusu gerekir.',
        },
      },
    },
    add_note: {
      title: 'Not ekle',
      help: 'Yalnızca operatörlerin gördüğü bir not bırakır.',
      fields: {
        text: { title: 'Not', help: 'Operatörlerin bilmesi gereken. Değişkenler doldurulur.' },
      },
    },
    set_variable: {
      title: 'Değişken ayarla',
      help: 'Görüşmenin bir değişkenini ayarlar veya değiştirir.',
      fields: {
        variable: {
          title: 'Değişken',
          help: 'Değiştirilecek değişken; favorite.color içine uzanır.',
        },
        value: {
          title: 'Değer',
          help: 'Metin, sayı, doğru veya yanlış, liste ya da nesne. Değişkenler doldurulur. Temizlemek için gerekmez.',
        },
        how: {
          title: 'Nasıl',
          help: 'Var olan değerle ne yapıldığı.',
          options: {
            overwrite: 'Üzerine yaz',
            append: 'Listeye ekle',
            concatenate: 'Metnin sonuna ekle',
            add: 'Sayıyı topla',
            subtract: 'Sayıyı çıkar',
            multiply: 'Sayıyla çarp',
            divide: 'Sayıya böl',
            replace: 'İçinde değiştir',
            remove: 'İçinden çıkar',
            clear: 'Temizle',
          },
        },
      },
    },
    set_tag: { title: 'Etiket ekle', help: 'Görüşmeye bir etiket ekler.', fields: { tag } },
    drop_tag: { title: 'Etiketi kaldır', help: 'Görüşmeden bir etiketi kaldırır.', fields: { tag } },
    http_request: {
      title: 'HTTP isteği',
      help: 'Başka bir sisteme sorar ve yanıtının bölümlerini değişkenlerde tutar.',
      fields: {
        method: {
          title: 'Yöntem',
          help: 'GET okur, diğerleri bir şeyi değiştirir.',
          options: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
        },
        url: address,
        headers: {
          title: 'Başlıklar',
          help: 'İstekle birlikte giden adlar ve değerler.',
          each: { title: 'Başlık', help: 'Bir başlığın değeri.' },
        },
        body: {
          title: 'Gövde',
          help: 'Metin veya JSON olarak gönderilen nesne ya da liste. GET ile olmaz. Değişkenler doldurulur.',
        },
        map: {
          title: 'Yanıttan saklanan',
          help: 'Yanıttan neyin alındığı ve hangi değişkenlerde tutulduğu.',
          each: {
            title: 'Eşleme',
            fields: {
              path: {
                title: 'Yol',
                help: 'Yanıttaki yeri: data.items[0].name veya /data/items/0/name. Boş: yanıtın tamamı.',
              },
              variable: { title: 'Değişken', help: 'Tutulduğu yer.' },
            },
          },
        },
        timeoutSeconds: { ...longestWait, help: 'Sonrasında istek başarısız sayılır.' },
      },
    },
    send_email: {
      title: 'E-posta gönder',
      help: 'Bu kurulumun e-posta sunucusuyla bir e-posta gönderir.',
      fields: {
        to: {
          title: 'Kime',
          help: 'Bir e-posta adresi veya virgülle ayrılmış en çok 10 adres. Değişkenler doldurulur.',
        },
        subject: { title: 'Konu', help: 'Tek satır. Değişkenler doldurulur.' },
        text: { title: 'Metin', help: 'Düz metin. Değişkenler doldurulur.' },
        replyTo: {
          title: 'Yanıt adresi',
          help: 'Yanıtların gittiği yer, örneğin {{ user_email }}. Boş bırakılırsa: bu sunucunun göndereni.',
        },
      },
    },
    trigger_webhook: {
      title: 'Webhook tetikle',
      help: 'Başka bir sisteme görüşmeyi imzalı olarak bildirir ve hemen devam eder.',
      fields: {
        url: address,
        secret: {
          title: 'Gizli anahtar',
          help: 'whsec_… ve base64 ile en az 24 bayt. Diğer sistem imzayı bununla denetler.',
        },
        event: {
          title: 'Olay',
          help: 'Diğer sisteme ne olduğunun söylendiği: harfler, rakamlar, noktalar ve alt çizgiler.',
        },
        variables: {
          title: 'Değişkenler',
          help: 'Hangi değişkenlerin gönderildiği. Boş bırakılırsa: hepsi.',
          each: { title: 'Değişken', help: 'Gönderilen bir değişken.' },
        },
      },
    },
    script: {
      title: 'Betik',
      help: 'Değişkenleri okuyup bazılarını geri veren bir JavaScript parçası çalıştırır.',
      fields: {
        code: {
          title: 'Kod',
          help: 'Bir işlevin gövdesi: değişkenleri `variables` içinde bulur ve yeni değerlerden bir nesne döndürür.',
        },
        timeoutMilliseconds: {
          title: 'En uzun süre (milisaniye)',
          help: 'İşlemci süresi. Sonrasında betik başarısız sayılır.',
        },
      },
    },
    ai_reply: {
      title: 'Yapay zekâ yanıtı',
      help: 'Bir dil modelinin kişiye bir kez yanıt vermesini sağlar veya yanıtını bir değişkende tutar.',
      fields: {
        ...model,
        variable: {
          title: 'Değişken',
          help: 'Yanıtı söylemek yerine burada tutar. Boş bırakılırsa: söylenir.',
        },
        failureText,
      },
    },
    ai_conversation: {
      title: 'Yapay zekâ görüşmesi',
      help: 'Model bitirene, bir sınıra ulaşılana veya operatör istenene kadar kişinin bir dil modeliyle konuşmasını sağlar.',
      fields: {
        ...model,
        maxAnswers: {
          title: 'En çok yanıt',
          help: 'Bu kadar yanıttan sonra chatbot görüşmeyi modelden geri alır.',
        },
        maxTokensInAll: {
          title: 'Toplam en çok token',
          help: 'Tüm yanıtlar için okunan ve yazılanların toplamı. Bunu aşan yanıt sonuncudur.',
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
        requestText: {
          title: 'Bir insan istendiğinde metin',
          help: 'Model operatör isterken kendisi bir şey söylemezse söylenir.',
        },
        onFailureRequest: {
          title: 'Başarısızlıkta operatör iste',
          help: 'Yanıt gelmezse, on_failure altındaki eylemler çalışmadan önce operatör istenir.',
        },
        failureText,
      },
    },
    privacy_opt_in: {
      title: 'Onay alma',
      help: 'Kişiden bir şeye onay ister, yanıtı bekler ve zamanıyla birlikte saklar.',
      fields: {
        flag,
        text: {
          title: 'Metin',
          help: 'Kişiden neye onay istendiği: hangi veriler, ne için, ne kadar süreyle.',
        },
        accept: { title: 'Kabul', help: 'Kabul eden düğme.' },
        decline: { title: 'Ret', help: 'Reddeden düğme.' },
        askAgain: {
          title: 'Yeniden sor',
          help: 'Bu görüşmede zaten kabul etmiş bir kişiye de sorar.',
        },
        wrongReplies,
        maxTries,
      },
    },
    privacy_flag_condition: {
      title: 'Onayı denetle',
      help: 'Kişinin neyi onayladığına göre bir dalı ya da diğerini çalıştırır.',
      fields: {
        flag,
        is: {
          title: 'Yanıt',
          help: 'Kişinin ne söylediği.',
          options: { granted: 'kabul etti', refused: 'reddetti', not_asked: 'yanıt vermedi' },
        },
      },
    },
    forget_user: {
      title: 'Kişiyi unut',
      help: 'Kişiye ait her şeyi siler: tüm görüşmeler, değişkenler ve dosyalar.',
    },
  },
}
