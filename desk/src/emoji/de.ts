/** Emoji with what they are called in German, the most telling name first. The same ones in every language. */
export const emoji = `
😀 grinsen, fröhlich
😃 lächeln, offener Mund
😄 lachen, strahlen
😁 strahlend, Zähne
😅 erleichtert, Schweiß
😂 Freudentränen, lustig
🙂 leichtes Lächeln
🙃 verkehrt herum
😉 zwinkern
😊 erröten, freundlich
😇 Engel, unschuldig
🥰 verliebt, Herzen
😍 Herzaugen
🤩 Sternaugen, begeistert
😘 Kuss
😋 lecker, Zunge
😎 cool, Sonnenbrille
🤓 Nerd, Brille
🧐 Monokel, genau hinsehen
🤔 nachdenken
🤨 Zweifel, Augenbraue
😐 neutral
😑 ausdruckslos
😶 stumm, kein Mund
🙄 Augen rollen
😏 schmunzeln
😬 Grimasse, peinlich
😌 ruhig, gelassen
😔 bedrückt, traurig
😴 schlafen, müde
😷 Maske, krank
🤒 Fieber, Thermometer
🤕 verletzt, Verband
🤢 übel
🤯 überwältigt
🥳 Party, feiern
😕 verwirrt
😟 besorgt
🙁 stirnrunzeln
😮 überrascht
😲 erstaunt
🥺 bitte, flehen
😢 weinen, Träne
😭 heulen, laut weinen
😱 Schrei, Angst
😞 enttäuscht
😓 Schweiß, niedergeschlagen
😩 erschöpft
😤 schnauben, Triumph
😠 wütend
😡 zornig, rot
🤬 fluchen
💀 Totenkopf
👻 Gespenst
🤖 Roboter, Bot
👍 Daumen hoch, ja, gut
👎 Daumen runter, nein, schlecht
👌 okay, perfekt
✌️ Frieden, Sieg
🤞 Daumen drücken, Glück
🤝 Händedruck, abgemacht
👏 klatschen, Applaus
🙌 Hände hoch, hurra
🙏 danke, bitte, beten
💪 stark, Muskel
👋 winken, hallo, tschüss
✋ Stopp, Hand
👉 nach rechts zeigen
👈 nach links zeigen
👆 nach oben zeigen
👇 nach unten zeigen
✍️ schreiben, Hand
👀 Augen, schauen
🧠 Gehirn
🤷 Schulterzucken, keine Ahnung
🙋 sich melden, ich
🙇 verbeugen, Entschuldigung
🤦 Hand vors Gesicht
❤️ rotes Herz, Liebe
🧡 oranges Herz
💛 gelbes Herz
💚 grünes Herz
💙 blaues Herz
💜 lila Herz
🖤 schwarzes Herz
💔 gebrochenes Herz
💯 hundert, volle Punktzahl
💥 Knall, bumm
💫 schwindlig, Stern
💬 Sprechblase, Chat
💤 schlafen, zzz
🔥 Feuer, heiß
✨ Funkeln, neu
⭐ Stern
🎉 Konfetti, Glückwunsch
🎊 Konfettikugel
🎁 Geschenk
🎂 Geburtstagskuchen
🏆 Pokal, Sieger
🥇 Goldmedaille, Erster
✅ erledigt, Haken, ja
☑️ angekreuzt
✔️ Häkchen
❌ Kreuz, nein, falsch
❗ Ausrufezeichen, wichtig
❓ Fragezeichen
⚠️ Warnung
⛔ Einfahrt verboten
🚫 verboten
ℹ️ Information
🆕 neu
🆗 ok
🔴 roter Kreis
🟡 gelber Kreis
🟢 grüner Kreis
🔵 blauer Kreis
➡️ Pfeil rechts
⬅️ Pfeil links
⬆️ Pfeil hoch
⬇️ Pfeil runter
🔁 wiederholen, noch einmal
🔍 suchen, Lupe
🔒 Schloss, zu
🔓 offenes Schloss, auf
🔑 Schlüssel, Passwort
🔔 Glocke, Erinnerung
🔕 Glocke aus, stumm
📌 Stecknadel
📎 Büroklammer, Anhang
📝 Notiz, Zettel
📄 Dokument, Seite
📅 Kalender, Datum
📈 Kurve steigt, Wachstum
📉 Kurve fällt
📊 Balkendiagramm, Zahlen
📦 Paket, Lieferung
📧 E-Mail
📞 Telefon, Anruf
📱 Handy
💻 Laptop, Computer
🖥️ Bildschirm, Rechner
⌨️ Tastatur
🖨️ Drucker
📷 Kamera, Foto
🎥 Film, Video
🎵 Musik, Note
💡 Idee, Glühbirne
🔧 Schraubenschlüssel, Reparatur
🔨 Hammer
⚙️ Zahnrad, Einstellungen
🛒 Einkaufswagen
💳 Kreditkarte, Zahlung
💰 Geld
💶 Euro
🧾 Beleg, Rechnung
🏠 Haus, Zuhause
🏢 Büro
🏦 Bank
🚚 Lastwagen, Lieferung
🚲 Fahrrad
🚗 Auto
🚆 Zug
✈️ Flugzeug, Flug
🌍 Welt, Erde
☀️ Sonne
🌧️ Regen
❄️ Schnee, kalt
⚡ Blitz, schnell
🌱 Keimling, Pflanze
🌸 Blüte, Blume
🐛 Käfer, Fehler
🐶 Hund
🐱 Katze
☕ Kaffee
🍕 Pizza
🍰 Kuchen
🍎 Apfel
⏰ Wecker
⏳ Sanduhr, warten
⌚ Armbanduhr, Zeit
🚀 Rakete, Start
`
