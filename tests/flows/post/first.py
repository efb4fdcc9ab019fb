"""The first labelled set of made-up mail: what the rules were written with in view."""

from __future__ import annotations

from email.message import EmailMessage

from tests.flows.post.systems import (
    ASKED,
    DESK,
    HOSPITALS,
    MISCONDUCT,
    Made,
    asking,
    figures,
    formal,
    letter_page,
    mail,
    report,
)

MADE: list[Made] = []

HELD = "I have today decided to disclose the located information to you in full."
NUMBERS = "I can confirm that this information is held. In 2019 one officer was dismissed. In 2020 two officers received a written warning."
REFUSED = (
    "To locate the information would require every misconduct file to be read. I estimate that this would exceed 18 hours and so the cost "
    "would exceed the appropriate limit. Your request is therefore refused under section 12(1) of the Freedom of Information Act 2000."
)
WARDS = "Please could you tell me how many crimes were recorded on hospital grounds in each financial year from 2019/20 to 2023/24?"


def add(name: str, made: EmailMessage, kind: str, force: str | None = None, request: str | None = None) -> None:
    MADE.append(Made(name, made.as_bytes(), kind, force, request))


# ---- answers: each must be read, whatever its headers say -------------------------------------------------------------

add(
    "answer in the text",
    mail("FOI <foi@durham.police.uk>", "Re: Freedom of Information request", formal("Durham Constabulary", NUMBERS)),
    "answer",
    "durham",
    MISCONDUCT,
)
add(
    "answer from the police network",
    mail("foi@kent.pnn.police.uk", "FOI 1146/22", formal("Kent Police", NUMBERS)),
    "answer",
    "kent",
    MISCONDUCT,
)
add(
    "answer from below the force's domain",
    mail("disclosure@mail.gwent.police.uk", "Your request", formal("Gwent Police", NUMBERS)),
    "answer",
    "gwent",
    MISCONDUCT,
)
add(
    "answer attached",
    mail(
        "foi@essex.police.uk",
        "FOI response 1146/22",
        "Dear Sir,\n\nPlease find attached our response to your request.\n\nRegards",
        attached={"response.html": letter_page("Essex Police", HELD), "figures.csv": figures()},
    ),
    "answer",
    "essex",
    MISCONDUCT,
)
add(
    "figures attached and no letter",
    mail(
        "foi@surrey.police.uk",
        "FOI 7/22",
        f"Dear Sir,\n\nYou asked: {ASKED}\n\nPlease find the data attached.",
        attached={"data.csv": figures()},
    ),
    "answer",
    "surrey",
    MISCONDUCT,
)
add(
    "refusal in the text",
    mail("freedomofinformation@sussex.police.uk", "FOI Ref 1146/22", formal("Sussex Police", REFUSED)),
    "answer",
    "sussex",
    MISCONDUCT,
)
add(
    "refusal by a case system, sent by itself",
    mail(
        "Dorset Police <noreply@dorset.icasework.com>",
        "Response to your request (ref: 1146/22)",
        formal("Dorset Police", REFUSED),
        Auto_Submitted="auto-generated",
        X_Auto_Response_Suppress="All",
        Precedence="bulk",
    ),
    "answer",
    "dorset",
    MISCONDUCT,
)
add(
    "answer by a case system with the letter attached",
    mail(
        "Cumbria Constabulary <donotreply@casework.example>",
        "Case 1146/22 closed",
        "Dear Requester,\n\nYour request has been completed. Please find our response attached.\n\nThis is an automated message, please do not reply to this email.",
        Auto_Submitted="auto-generated",
        attached={"response.html": letter_page("Cumbria Constabulary", NUMBERS)},
    ),
    "answer",
    "cumbria",
    MISCONDUCT,
)
add(
    "answer marked as bulk",
    mail("foi@lancashire.police.uk", "FOI 1146/22", formal("Lancashire Constabulary", NUMBERS), Precedence="bulk"),
    "answer",
    "lancashire",
    MISCONDUCT,
)
add(
    "answer marked as auto-replied by mistake, with papers",
    mail(
        "foi@cleveland.police.uk",
        "RE: FOI request",
        "Dear Requester,\n\nPlease find attached our response to your request.",
        Auto_Submitted="auto-replied",
        attached={"reply.html": letter_page("Cleveland Police", HELD), "data.csv": figures()},
    ),
    "answer",
    "cleveland",
    MISCONDUCT,
)
add(
    "answer with an empty return path",
    mail("foi@humberside.police.uk", "FOI 1146/22 response", formal("Humberside Police", NUMBERS), Return_Path="<>"),
    "answer",
    "humberside",
    MISCONDUCT,
)
add(
    "answer that mentions leave",
    mail(
        "foi@merseyside.police.uk",
        "FOI",
        formal(
            "Merseyside Police",
            NUMBERS + " I am on annual leave until Monday 26 September; please send any query to the team.",
        ),
    ),
    "answer",
    "merseyside",
    MISCONDUCT,
)
add(
    "answer to an automatic reply's subject",
    mail("foi@norfolk.police.uk", "Re: Automatic reply: FOI request", formal("Norfolk Constabulary", NUMBERS)),
    "answer",
    "norfolk",
    MISCONDUCT,
)
add(
    "answer with a footer about closed offices",
    mail(
        "foi@staffordshire.police.uk",
        "FOI 1146/22",
        formal("Staffordshire Police", NUMBERS)
        + "\n\nOur office hours are Monday to Friday, 9am to 5pm. The office is closed on bank holidays.",
    ),
    "answer",
    "staffordshire",
    MISCONDUCT,
)
add(
    "answer with a footer of a secure mail service",
    mail(
        "foi@wiltshire.police.uk",
        "FOI 1146/22",
        formal("Wiltshire Police", NUMBERS)
        + "\n\nThis email was sent securely using Egress Switch. For more information visit www.egress.com",
    ),
    "answer",
    "wiltshire",
    MISCONDUCT,
)
add(
    "not held",
    mail(
        "foi@cheshire.police.uk",
        "FOI",
        formal("Cheshire Constabulary", "Cheshire Constabulary does not hold the information that you have requested."),
    ),
    "answer",
    "cheshire",
    MISCONDUCT,
)
add(
    "nil",
    mail(
        "foi@derbyshire.police.uk",
        "FOI",
        formal(
            "Derbyshire Constabulary",
            "There have been no officers investigated for their conduct on social media since 2017.",
        ),
    ),
    "answer",
    "derbyshire",
    MISCONDUCT,
)
add(
    "neither confirm nor deny",
    mail(
        "foi@gmp.police.uk",
        "FOI",
        formal(
            "Greater Manchester Police",
            "Greater Manchester Police neither confirms nor denies that it holds the information that you requested, by virtue of section 30(3).",
        ),
    ),
    "answer",
    "greater-manchester",
    MISCONDUCT,
)
add(
    "answer in a page",
    mail("foi@suffolk.police.uk", "FOI", formal("Suffolk Constabulary", NUMBERS), html=True),
    "answer",
    "suffolk",
    MISCONDUCT,
)
add(
    "answer about hospitals",
    mail(
        "foi@leics.police.uk",
        "FOI",
        formal(
            "Leicestershire Police",
            "I can confirm that this information is held. In 2019/20 there were 120 crimes and in 2020/21 there were 98 crimes.",
            asked=WARDS,
        ),
    ),
    "answer",
    "leicestershire",
    HOSPITALS,
)
add(
    "answer that copies in a colleague of the force",
    mail("foi@lincs.police.uk", "FOI", formal("Lincolnshire Police", NUMBERS), Cc="press@lincs.police.uk"),
    "answer",
    "lincolnshire",
    MISCONDUCT,
)
add(
    "answer above the quoted request",
    mail(
        "foi@northants.police.uk",
        "RE: Freedom of Information request",
        formal("Northamptonshire Police", NUMBERS)
        + "\n\n-----Original Message-----\nFrom: News Desk\nSent: 01 August 2022 09:00\nTo: FOI\nSubject: Freedom of Information request\n\n"
        + ASKED,
    ),
    "answer",
    "northamptonshire",
    MISCONDUCT,
)
add(
    "answer by the relay of a case system with the force's address for answers",
    mail(
        "noreply@cases.example",
        "Your FOI request",
        formal("Nottinghamshire Police", NUMBERS),
        Reply_To="foi@nottinghamshire.police.uk",
    ),
    "answer",
    "nottinghamshire",
    MISCONDUCT,
)
add(
    "answer through WhatDoTheyKnow's address",
    mail(
        "FOI Unit <foi@northumbria.police.uk>",
        "Re: Freedom of Information request - Social media",
        formal("Northumbria Police", NUMBERS),
        to="request-87654-1a2b3c4d@whatdotheyknow.com",
    ),
    "answer",
    "northumbria",
    MISCONDUCT,
)
add(
    "answer of Scotland",
    mail(
        "foi@scotland.pnn.police.uk",
        "FOI 22-1146",
        formal(
            "Police Service of Scotland",
            "There have been no officers investigated for their conduct on social media since 2017.",
        ),
    ),
    "answer",
    "police-scotland",
    MISCONDUCT,
)
add(
    "answer of Northern Ireland",
    mail("foi@psni.police.uk", "FOI", formal("Police Service of Northern Ireland", NUMBERS)),
    "answer",
    "northern-ireland",
    MISCONDUCT,
)
add(
    "answer of the transport police",
    mail("foi@btp.police.uk", "FOI", formal("British Transport Police", NUMBERS)),
    "answer",
    "btp",
    MISCONDUCT,
)
add(
    "answer by Notes",
    mail(
        "FOI/HQ/WestMercia@westmercia.pnn.police.uk",
        "FOI 72029",
        formal("West Mercia Police", NUMBERS, reference="72029"),
        X_Mailer="Lotus Notes Release 8.5.3",
    ),
    "answer",
    "west-mercia",
    MISCONDUCT,
)
add(
    "answer by GroupWise",
    mail(
        "foi@cambs.police.uk",
        "Freedom of Information request",
        formal("Cambridgeshire Constabulary", NUMBERS),
        X_Mailer="Novell GroupWise Internet Agent 8.0.1",
    ),
    "answer",
    "cambridgeshire",
    MISCONDUCT,
)

# ---- answers sent on by a person

FORWARDED = (
    "---------- Forwarded message ---------\nFrom: FOI Team <foi@{domain}>\nDate: Wed, 14 Sept 2022 at 10:12\nSubject: FOI response\nTo: <"
    + DESK
    + ">\n\n"
)
add(
    "forwarded in the text, as Gmail does",
    mail(
        "A Reporter <reporter@gmail.example>",
        "Fwd: FOI response",
        "For the spreadsheet.\n\n"
        + FORWARDED.format(domain="westmidlands.police.uk")
        + formal("West Midlands Police", NUMBERS),
    ),
    "answer",
    "west-midlands",
    MISCONDUCT,
)
add(
    "forwarded in the text, as Outlook does",
    mail(
        "reporter@paper.example",
        "FW: FOI response",
        "\n\nFrom: FOI Team <foi@warwickshire.police.uk>\nSent: 14 September 2022 10:12\nTo: News Desk\nSubject: FOI response\n\n"
        + formal("Warwickshire Police", REFUSED),
    ),
    "answer",
    "warwickshire",
    MISCONDUCT,
)
add(
    "forwarded as a message",
    mail(
        "reporter@paper.example",
        "Fwd: FOI response",
        "See attached.",
        attached={"m": mail("foi@dyfed-powys.police.uk", "FOI response", formal("Dyfed-Powys Police", NUMBERS))},
    ),
    "answer",
    "dyfed-powys",
    MISCONDUCT,
)
add(
    "forwarded as a message with papers",
    mail(
        "reporter@paper.example",
        "Fwd: FOI",
        "One more.",
        attached={
            "m": mail(
                "foi@gloucestershire.police.uk",
                "FOI response",
                "Please find attached our response to your request.",
                attached={"r.html": letter_page("Gloucestershire Constabulary", HELD), "d.csv": figures()},
            )
        },
    ),
    "answer",
    "gloucestershire",
    MISCONDUCT,
)
add(
    "papers sent on with a word of a colleague",
    mail(
        "reporter@paper.example",
        "from Hertfordshire",
        "Hi, this is what they sent us. We should appeal.",
        attached={"herts.html": letter_page("Hertfordshire Constabulary", REFUSED)},
    ),
    "answer",
    "hertfordshire",
    MISCONDUCT,
)

# ---- other steps of a request

add(
    "part of an answer",
    mail(
        "foi@north-wales.police.uk",
        "FOI part 1",
        formal(
            "North Wales Police",
            NUMBERS + " This is the first part of our response. The remaining information will follow.",
        ),
    ),
    "instalment",
    "north-wales",
    MISCONDUCT,
)
add(
    "correction",
    mail(
        "foi@south-wales.police.uk",
        "RE: FOI 1146/22 amended",
        formal(
            "South Wales Police",
            "An error has come to our attention in the figures of our previous response. Please disregard our earlier letter. In 2019 two officers were dismissed.",
        ),
    ),
    "correction",
    "south-wales",
    MISCONDUCT,
)
add(
    "internal review",
    mail(
        "foi@southyorks.police.uk",
        "Internal review outcome",
        formal(
            "South Yorkshire Police",
            "I have conducted an internal review of our response. I uphold the decision to refuse the request under section 12(1).",
        ),
    ),
    "review",
    "south-yorkshire",
    MISCONDUCT,
)
add(
    "holding reply",
    mail(
        "foi@westyorkshire.police.uk",
        "FOI 1146/22",
        "Dear Requester,\n\nI write in connection with your request for information. I apologise for the delay. Your request is still being dealt with and we need more time to consider the public interest. We hope to respond by 30 September 2022.\n\nRegards",
    ),
    "holding",
    "west-yorkshire",
)
add(
    "holding reply because of somebody's leave",
    mail(
        "foi@hampshire.police.uk",
        "FOI",
        "Dear Requester,\n\nI apologise for the delay in answering your request. The officer dealing with your request has been on annual leave and we need further time. We hope to respond by the end of the month.",
    ),
    "holding",
    "hampshire",
)
add(
    "clarification",
    mail(
        "foi@bedfordshire.police.uk",
        "FOI 1146/22",
        "Dear Requester,\n\nThank you for your request. Before we can process it, please could you clarify what you mean by conduct on social media? We will proceed once we have received your clarification.",
    ),
    "clarification",
    "bedfordshire",
)
add(
    "acknowledgement by a person",
    mail(
        "foi@thamesvalley.police.uk",
        "FOI request received",
        "Dear Requester,\n\nI acknowledge receipt of your request, which was received on 1 August 2022. You will receive a response within 20 working days.\n\nRegards",
    ),
    "acknowledgement",
    "thames-valley",
)
add(
    "acknowledgement by Exchange",
    mail(
        "FOI <foi@avonandsomerset.police.uk>",
        "Automatic reply: Freedom of Information request",
        "Thank you for your email. Your request has been received and will be answered within 20 working days.\n\nPlease note that some information is exempt under section 21, as it is published on our website.",
        Auto_Submitted="auto-replied",
        X_Auto_Response_Suppress="All",
    ),
    "acknowledgement",
    "avon-and-somerset",
)
add(
    "acknowledgement by a case system",
    mail(
        "Devon and Cornwall Police <noreply@dcp.icasework.com>",
        "Acknowledgement of your request (ref: 3073/22)",
        "Dear Requester,\n\nThank you for your request for information. Your request has been received and given the reference 3073/22. We will respond by 30 August 2022.",
        Auto_Submitted="auto-generated",
    ),
    "acknowledgement",
    "devon-and-cornwall",
)
add(
    "acknowledgement that explains the law",
    mail(
        "foi@city-of-london.police.uk",
        "Automatic reply: FOI",
        "We acknowledge receipt of your Freedom of Information request. The Act allows 20 working days. If the cost would exceed the appropriate limit of 18 hours your request may be refused under section 12. Information that is already published is exempt under section 21.",
        Auto_Submitted="auto-replied",
    ),
    "acknowledgement",
    "city-of-london",
)
add(
    "acknowledgement without any header",
    mail(
        "foi@north-yorkshire.police.uk",
        "Re: Freedom of Information request",
        "Thank you for your Freedom of Information request, which has been logged under reference 723/22. We will respond within twenty working days.",
    ),
    "acknowledgement",
    "north-yorkshire",
)

# ---- out of office

AWAY = {
    "Exchange": ("DC Example <p.example@kent.police.uk>", "Automatic reply: Freedom of Information request", "I am currently out of the office and will return on Monday 8 August. For urgent matters please contact the FOI team.", {"Auto_Submitted": "auto-replied", "X_Auto_Response_Suppress": "All"}, "kent"),
    "old Exchange, no header": ("officer@durham.police.uk", "Out of Office AutoReply: FOI request", "I am on annual leave until 15th August with no access to email.", {}, "durham"),
    "Gmail vacation": ("officer@essex.police.uk", "Re: FOI request", "I'm away until 20 August and will reply on my return.", {"Precedence": "bulk", "X_Autoreply": "yes"}, "essex"),
    "Notes": ("Someone/HQ@cheshire.pnn.police.uk", "Someone is out of the office.", "I will be out of the office starting 01/08/2022 and will not return until 15/08/2022. I will respond to your message when I return.", {"Auto_Submitted": "auto-replied"}, "cheshire"),
    "GroupWise": ("officer@cambs.police.uk", "Re: FOI (Out of Office)", "I am out of the office until Monday. Please contact the Information Access Office.", {"X_Mailer": "Novell GroupWise"}, "cambridgeshire"),
    "sieve vacation": ("officer@surrey.police.uk", "Auto: FOI request", "Thank you for your email. I am on leave this week.", {"Auto_Submitted": "auto-replied (vacation)"}, "surrey"),
    "cpanel": ("officer@gwent.police.uk", "Re: your mail", "I'm currently on maternity leave and will be back in the office on 3 January.", {"X_Autorespond": "FOI request"}, "gwent"),
    "no header, from a person": ("officer@sussex.police.uk", "RE: FOI request", "Hello,\n\nI am currently on annual leave returning on 22 August 2022. I will respond to your email on my return.\n\nIf your matter is urgent please contact foi@sussex.police.uk.", {}, "sussex"),
    "left the force": ("officer@gmp.police.uk", "Automatic reply: FOI", "I no longer work for Greater Manchester Police. Please redirect your email to the disclosure unit.", {"Auto_Submitted": "auto-replied"}, "greater-manchester"),
    "mailbox not monitored": ("enquiries@norfolk.police.uk", "Automatic reply: FOI", "This mailbox is not monitored. To make a Freedom of Information request please use the form on our website.", {"Auto_Submitted": "auto-replied"}, "norfolk"),
    "part time": ("officer@dorset.police.uk", "Automatic reply: FOI", "My working days are Monday to Wednesday. I will read your email on my return.", {"X_Auto_Response_Suppress": "DR, OOF, AutoReply"}, "dorset"),
    "Christmas": ("foi@leics.police.uk", "Automatic reply: FOI request", "Our office is closed for Christmas and will reopen on 3 January. Season's greetings.", {"Auto_Submitted": "auto-replied"}, "leicestershire"),
    "thanks only": ("enquiries@merseyside.police.uk", "Automatic reply: FOI request", "Thank you for contacting Merseyside Police. If you need to report a crime please call 101. In an emergency always dial 999.", {"Auto_Submitted": "auto-replied", "Precedence": "bulk"}, "merseyside"),
    "thanks only, by a case system": ("no-reply@humberside.police.uk", "We have received your email", "Thank you for your email. This is an automated response. Please do not reply to this message.", {"Auto_Submitted": "auto-generated"}, "humberside"),
    "in a page": ("officer@wiltshire.police.uk", "Automatic reply: Your email", "I am out of the office today.", {"Auto_Submitted": "auto-replied", "html": True}, "wiltshire"),
    "no access": ("officer@cumbria.police.uk", "Re: FOI request", "I am away from the office and do not have access to my emails. I do not hold any information about requests; please write to the FOI unit.", {}, "cumbria"),
    "of somebody else": ("colleague@paper.example", "Automatic reply: FOI list", "I am on holiday until the 20th.", {"Auto_Submitted": "auto-replied"}, None),
}  # fmt: skip
for _name, (_sender, _subject, _body, _headers, _force) in AWAY.items():
    add(
        f"away: {_name}",
        mail(_sender, _subject, _body, date="Mon, 1 Aug 2022 09:00:30 +0100", **_headers),
        "automatic",
        _force,
    )  # type: ignore[arg-type]
add(
    "away: forwarded by a person",
    mail(
        "reporter@paper.example",
        "Fwd: Automatic reply: FOI request",
        FORWARDED.format(domain="kent.police.uk").replace("FOI response", "Automatic reply: FOI request")
        + "I am out of the office until Monday.",
    ),
    "automatic",
    "kent",
)
add(
    "away: forwarded as a message",
    mail(
        "reporter@paper.example",
        "Fwd: nobody there",
        "Look at this.",
        attached={
            "m": mail(
                "officer@essex.police.uk",
                "Automatic reply: FOI",
                "I am on leave until 5 August.",
                Auto_Submitted="auto-replied",
            )
        },
    ),
    "automatic",
    "essex",
)

# ---- came back

FAILED = "Reporting-MTA: dns; mx.paper.example\n\nFinal-Recipient: rfc822; {to}\nAction: failed\nStatus: {status}\nDiagnostic-Code: smtp; 550 {status} no such user"
for _name, _sender, _subject, _words, _to, _status, _force in [
    ("Postfix", "MAILER-DAEMON@mx.paper.example (Mail Delivery System)", "Undelivered Mail Returned to Sender", "This is the mail system at host mx.paper.example.\n\nI'm sorry to have to inform you that your message could not be delivered to one or more recipients.\n\n<foi@kent.police.uk>: host mx.kent.police.uk said: 550 5.1.1 unknown user", "foi@kent.police.uk", "5.1.1", "kent"),
    ("Gmail", "Mail Delivery Subsystem <mailer-daemon@googlemail.com>", "Delivery Status Notification (Failure)", "** Address not found **\n\nYour message wasn't delivered to foi@durham.police.uk because the address couldn't be found.", "foi@durham.police.uk", "5.1.1", "durham"),
    ("Exchange", "postmaster@essex.police.uk", "Undeliverable: Freedom of Information request", "Delivery has failed to these recipients or groups:\n\nfoi.old@essex.police.uk\nThe email address you entered couldn't be found.", "foi.old@essex.police.uk", "5.1.10", "essex"),
    ("Office 365", "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@paper.example>", "Undeliverable: Freedom of Information request", "Your message to foi@surrey.pnn.police.uk couldn't be delivered. foi wasn't found at surrey.pnn.police.uk.", "foi@surrey.pnn.police.uk", "5.1.351", "surrey"),
    ("mailbox full", "postmaster@sussex.police.uk", "Undeliverable: FOI", "The recipient's mailbox is full and can't accept messages now.", "foi@sussex.police.uk", "5.2.2", "sussex"),
    ("Sendmail", "Mail Delivery Subsystem <MAILER-DAEMON@mail.paper.example>", "Returned mail: see transcript for details", "The original message was received. ----- The following addresses had permanent fatal errors -----\n<foi@gwent.police.uk>", "foi@gwent.police.uk", "5.1.1", "gwent"),
]:  # fmt: skip
    add(
        f"bounce: {_name}",
        report(
            _sender,
            _subject,
            _words,
            FAILED.format(to=_to, status=_status),
            asking(_to),
            Auto_Submitted="auto-replied",
            Return_Path="<>",
        ),
        "bounce",
        _force,
        MISCONDUCT,
    )
add(
    "bounce: headers only returned",
    report(
        "MAILER-DAEMON@mx.paper.example",
        "Undelivered Mail Returned to Sender",
        "Your message could not be delivered.",
        FAILED.format(to="foi@dorset.police.uk", status="5.4.4"),
        "From: desk@paper.example\nTo: foi@dorset.police.uk\nSubject: FOI\nMessage-ID: <ask-7@paper.example>\n",
    ),
    "bounce",
    "dorset",
)
add(
    "bounce: Exim, no report",
    mail(
        "Mail Delivery System <Mailer-Daemon@mx.paper.example>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients. This is a permanent error. The following address(es) failed:\n\n  foi@cumbria.police.uk\n    Unrouteable address",
        X_Failed_Recipients="foi@cumbria.police.uk",
        Auto_Submitted="auto-replied",
    ),
    "bounce",
    "cumbria",
)
add(
    "bounce: qmail",
    mail(
        "MAILER-DAEMON@mail.paper.example",
        "failure notice",
        "Hi. This is the qmail-send program at mail.paper.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<foi@cheshire.police.uk>:\nSorry, no mailbox here by that name. (#5.1.1)",
        Return_Path="<>",
    ),
    "bounce",
    "cheshire",
)
add(
    "bounce: Notes",
    mail(
        "Postmaster@lincs.pnn.police.uk",
        "DELIVERY FAILURE: User foi (foi@lincs.pnn.police.uk) not listed in Domino Directory",
        "Your message\n\n  Subject: FOI request\n\nwas not delivered to:\n\n  foi@lincs.pnn.police.uk\n\nbecause:\n\n  User foi not listed in Domino Directory",
    ),
    "bounce",
    "lincolnshire",
)
add(
    "bounce: GroupWise",
    mail(
        "Postmaster@gw.cambs.police.uk",
        "Message status - undeliverable",
        "The message that you sent was undeliverable to the following:\n\tfoi (user not found)\n\nfoi@cambs.police.uk",
    ),
    "bounce",
    "cambridgeshire",
)
add(
    "bounce: Mimecast",
    mail(
        "postmaster@eu.mimecast.example",
        "[Postmaster] Email Delivery Failure",
        "This is a delivery failure notification message indicating that an email you addressed to foi@cleveland.police.uk could not be delivered. The problem appears to be: 550 Invalid Recipient.",
    ),
    "bounce",
    "cleveland",
)
add(
    "bounce: to two forces",
    report(
        "MAILER-DAEMON@mx.paper.example",
        "Undelivered Mail Returned to Sender",
        "Could not be delivered.",
        FAILED.format(to="foi@norfolk.police.uk", status="5.1.1")
        + "\n\nFinal-Recipient: rfc822; foi@suffolk.police.uk\nAction: failed\nStatus: 5.1.1",
    ),
    "bounce",
    "norfolk",
)
add(
    "bounce: rejected as spam",
    mail(
        "postmaster@gmp.police.uk",
        "Rejected: Freedom of Information request",
        "Your message to foi@gmp.police.uk was rejected. The message was blocked by our content filter. 554 5.7.1",
    ),
    "bounce",
    "greater-manchester",
)
add(
    "bounce: forwarded by a person",
    mail(
        "reporter@paper.example",
        "Fwd: Undeliverable: Freedom of Information request",
        "---------- Forwarded message ---------\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nDate: Mon, 1 Aug 2022 at 09:01\nSubject: Undeliverable: Freedom of Information request\nTo: <desk@paper.example>\n\nYour message wasn't delivered to foi@merseyside.police.uk because the address couldn't be found.",
    ),
    "bounce",
    "merseyside",
)
DELAYED = "Reporting-MTA: dns; mx.paper.example\n\nFinal-Recipient: rfc822; {to}\nAction: delayed\nStatus: 4.4.1\nWill-Retry-Until: Fri, 5 Aug 2022 09:00:00 +0100"
add(
    "delayed: Postfix",
    report(
        "MAILER-DAEMON@mx.paper.example",
        "Delayed Mail (still being retried)",
        "THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nYour message could not be delivered for 4 hours. It will be retried until it is 5 days old.",
        DELAYED.format(to="foi@kent.police.uk"),
    ),
    "delayed",
    "kent",
)
add(
    "delayed: Gmail",
    report(
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Delay)",
        "Message delivery to foi@durham.police.uk has been delayed. Gmail will retry for 46 more hours.",
        DELAYED.format(to="foi@durham.police.uk"),
    ),
    "delayed",
    "durham",
)
add(
    "delayed: Exim, no report",
    mail(
        "Mail Delivery System <Mailer-Daemon@mx.paper.example>",
        "Warning: message 1oI delayed 24 hours",
        "A message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours. No action is required on your part. Delivery attempts will continue.\n\n  foi@essex.police.uk",
        Auto_Submitted="auto-replied",
    ),
    "delayed",
    "essex",
)

# ---- receipts and recalls

add(
    "receipt: read",
    report(
        "officer@kent.police.uk",
        "Read: Freedom of Information request",
        "Your message was read on 1 August 2022 10:00.",
        "Final-Recipient: rfc822; officer@kent.police.uk\nDisposition: automatic-action/MDN-sent-automatically; displayed",
        kind="disposition-notification",
    ),
    "receipt",
    "kent",
)
add(
    "receipt: deleted unread",
    report(
        "officer@durham.police.uk",
        "Not read: FOI",
        "Your message was deleted without being read on 3 August 2022.",
        "Final-Recipient: rfc822; officer@durham.police.uk\nDisposition: automatic-action/MDN-sent-automatically; deleted",
        kind="disposition-notification",
    ),
    "receipt",
    "durham",
)
add(
    "receipt: delivered",
    report(
        "postmaster@essex.police.uk",
        "Delivered: FOI",
        "Your message has been delivered to the following recipients: foi@essex.police.uk",
        "Reporting-MTA: dns; mx.essex.police.uk\n\nFinal-Recipient: rfc822; foi@essex.police.uk\nAction: delivered\nStatus: 2.0.0",
    ),
    "receipt",
    "essex",
)
add(
    "receipt: relayed",
    report(
        "postmaster@paper.example",
        "Relayed: FOI",
        "Delivery to these recipients or groups is complete, but no delivery notification was sent by the destination server.",
        "Reporting-MTA: dns; mx.paper.example\n\nFinal-Recipient: rfc822; foi@surrey.police.uk\nAction: relayed\nStatus: 2.0.0",
    ),
    "receipt",
)
add(
    "receipt: Notes, no report",
    mail(
        "officer@sussex.police.uk",
        "Return Receipt (displayed) - FOI request",
        "Your message was read by the recipient on 2 August. This is a return receipt.",
    ),
    "receipt",
    "sussex",
)
add(
    "recall",
    mail(
        "foi@gwent.police.uk",
        "Recall: FOI response 1146/22",
        'FOI Gwent would like to recall the message, "FOI response 1146/22".',
    ),
    "recall",
    "gwent",
)
add(
    "recall of another kind",
    mail(
        "foi@dorset.police.uk", "FOI response 1146/22", 'The sender would like to recall the message, "FOI response".'
    ),
    "recall",
    "dorset",
)

# ---- a reply waits somewhere else

add(
    "waits at Egress",
    mail(
        "FOI via Egress <noreply@egress.example>",
        "FOI response 1146/22",
        "You have received a secure message from foi@kent.police.uk.\n\nKent Police has sent you an encrypted email. To read it, sign in to Egress Switch or register for a free account.",
        attached={"Secure email.html": b"<html><body>Click to open</body></html>"},
    ),
    "notice",
    "kent",
    None,
)
add(
    "waits at Galaxkey",
    mail(
        "foi@cheshire.police.uk",
        "Secure message: FOI",
        "You have received a Galaxkey secure email. Click on the link below to read this secure message in the portal.",
    ),
    "notice",
    "cheshire",
)
add(
    "waits at Mimecast",
    mail(
        "foi@cleveland.police.uk",
        "Mimecast Secure Messaging",
        "foi@cleveland.police.uk has sent you a secure message. Log in to the Mimecast portal to view your message.",
    ),
    "notice",
    "cleveland",
)
add(
    "waits at Cryptshare",
    mail(
        "foi@humberside.police.uk",
        "Transfer for you",
        "Humberside Police has sent you one or more confidential files by Cryptshare. You can retrieve the secure files with the password that you will receive by telephone.",
    ),
    "notice",
    "humberside",
)
add(
    "waits at Microsoft",
    mail(
        "foi@lancashire.police.uk",
        "Your FOI request",
        "foi@lancashire.police.uk has sent you a protected message.\n\nRead the message: sign in or use a one-time passcode to open it.",
        attached={"message_v2.rpmsg": b"\x76\xe8\x04\x60 of no use"},
    ),
    "notice",
    "lancashire",
)
add(
    "waits at Cisco",
    mail(
        "foi@westyorkshire.police.uk",
        "Encrypted: FOI response",
        "You have received a Registered Envelope. Open the attachment securedoc.html to read this secure message.",
        attached={"securedoc_20220914.html": b"<html><body>Open</body></html>"},
    ),
    "notice",
    "west-yorkshire",
)
add(
    "waits at WhatDoTheyKnow",
    mail(
        "WhatDoTheyKnow <do-not-reply-to-this-address@whatdotheyknow.com>",
        "New response to your FOI request - Social media",
        "You have a new response to the Freedom of Information request 'Social media' that you made to Durham Constabulary.\n\nTo view the response, click on the link below.",
        Auto_Submitted="auto-generated",
        Precedence="bulk",
    ),
    "notice",
    "durham",
)

# ---- what the requester and others send

add("own: the request", asking("foi@kent.police.uk"), "own")
add(
    "own: an appeal above the refusal",
    mail(
        f"News Desk <{DESK}>",
        "RE: FOI 1146/22",
        "Dear Sir,\n\nI request an internal review of your refusal under section 12. You have not shown that the cost would exceed the limit.\n\n-----Original Message-----\nFrom: FOI <foi@essex.police.uk>\nSent: 14 September 2022 10:12\nTo: News Desk\nSubject: FOI 1146/22\n\n"
        + formal("Essex Police", REFUSED),
        to="FOI <foi@essex.police.uk>",
    ),
    "own",
)
add(
    "own: clarification given",
    mail(
        DESK,
        "RE: FOI",
        "I mean any platform, including WhatsApp. In 2019 you told me that two officers were dismissed.",
        to="foi@bedfordshire.police.uk",
    ),
    "own",
)
add(
    "own: chasing with the answer attached",
    mail(
        DESK,
        "Your reply",
        "Dear Sir, your reply lacks 2020. See attached.",
        to="foi@surrey.police.uk",
        attached={"reply.html": letter_page("Surrey Police", HELD), "figures.csv": figures()},
    ),
    "own",
)
add(
    "own: through WhatDoTheyKnow",
    mail(
        "A Person <request-87654-1a2b3c4d@whatdotheyknow.com>",
        "Freedom of Information request - Social media",
        f"Dear Northumbria Police,\n\n{ASKED}\n\nYours faithfully,\n\nA Person",
        to="foi@northumbria.police.uk",
    ),
    "own",
)
add(
    "other: newsletter about policing",
    mail(
        "Policing Today <news@policing.example>",
        "Kent Police refuses to answer",
        "Kent Police has refused to say how many officers were dismissed, under section 12. Durham Constabulary disclosed the data in full: 3 officers were dismissed in 2019.\n\nYou are receiving this because you asked for it. Unsubscribe here.",
        List_Unsubscribe="<https://policing.example/u>",
        List_Id="<news.policing.example>",
        Precedence="bulk",
    ),
    "other",
)
add(
    "other: advertising",
    mail(
        "sales@shop.example",
        "Office chairs 40% off",
        "New chairs are in. Order today and save.",
        List_Unsubscribe="<https://shop.example/u>",
    ),
    "other",
)
add(
    "other: a colleague talks about a refusal",
    mail(
        "colleague@paper.example",
        "Kent",
        "Kent Police has refused our request under section 12 because the cost would exceed the limit. Shall we appeal?",
    ),
    "other",
)
add(
    "other: a colleague gives a figure",
    mail(
        "editor@paper.example",
        "numbers",
        "Essex Police told the Standard that 12 officers were dismissed. Check it please.",
    ),
    "other",
)
add(
    "other: a bill",
    mail(
        "billing@hosting.example",
        "Your invoice",
        "Thank you for your order. Your invoice is attached; your card will be charged on the 1st.",
        attached={"invoice.html": b"<html><body><p>Invoice 1146/22</p><p>Total 12.00</p></body></html>"},
    ),
    "other",
)
add(
    "other: phishing",
    mail(
        "Parcel Service <track@parcel.example>",
        "Your parcel waits",
        "Click here to pay the customs fee for your parcel.",
    ),
    "other",
)
add(
    "other: a press release sent to a list",
    mail(
        "press@charity.example",
        "Charity responds to police figures",
        "Responding to figures from Sussex Police, the charity said: ten officers dismissed is ten too many.",
        Precedence="list",
        List_Id="<press.charity.example>",
    ),
    "other",
)

# ---- whose it is

add(
    "joint office, letter of the other force",
    mail(
        "foi@norfolk.pnn.police.uk", "FOI 002402-22", formal("Suffolk Constabulary", NUMBERS, reference="FOI 002402-22")
    ),
    "answer",
    "suffolk",
    MISCONDUCT,
)
add(
    "three forces, one office",
    mail(
        "InformationSharing@beds.pnn.police.uk",
        "FOI2022/01943",
        formal("Cambridgeshire Constabulary", NUMBERS, reference="FOI2022/01943"),
    ),
    "answer",
    "cambridgeshire",
    MISCONDUCT,
)
add(
    "the letter of another force",
    mail("foi@durham.police.uk", "FOI response", formal("Kent Police", NUMBERS)),
    "unplaced",
)
add(
    "the letter of another force, attached",
    mail(
        "foi@durham.police.uk",
        "FOI response",
        "Please find attached our response to your request.",
        attached={"letter.html": letter_page("Essex Police", HELD), "d.csv": figures()},
    ),
    "unplaced",
)
add(
    "a name that is not the address",
    mail(
        "Kent Police FOI <foi@kent.police.uk.mail.zz>",
        "FOI response",
        "Dear Sir,\n\nyour request is answered at our site; please sign in with your bank details.",
    ),
    "unplaced",
)
add(
    "a force that only the portal's name says",
    mail(
        "Northamptonshire Police <noreply@portal.example>",
        "FOI response",
        "Dear Requester,\n\nPlease find attached the response to your request.",
        attached={"d.csv": figures()},
    ),
    "answer",
    "northamptonshire",
)
add(
    "a force that nothing says",
    mail(
        "noreply@portal.example",
        "FOI response",
        "Dear Requester,\n\nPlease find attached the response to your Freedom of Information request.",
        attached={"d.csv": figures()},
    ),
    "unplaced",
)

# ---- more that lie between

LINK = "Dear Requester,\n\nFurther to your request of 1 August 2022, Kent Police holds the information. The file is too large to email: download it from https://kentpolice.sharepoint.com/:x:/s/foi/abc. The link expires on 30 September."
add("answer that points to a file elsewhere", mail("foi@kent.police.uk", "FOI 1146/22", LINK), "undecided", "kent")
add(
    "thanks by a person, then the answer",
    mail("foi@essex.police.uk", "RE: FOI", "Thank you for your email.\n\n" + formal("Essex Police", NUMBERS)),
    "answer",
    "essex",
    MISCONDUCT,
)
add(
    "question by a case system",
    mail(
        "Surrey Police <noreply@surrey.icasework.com>",
        "Clarification needed (ref 1146/22)",
        "Dear Requester,\n\nIn order to process your request we need clarification. Please could you clarify which ranks you mean? The 20 working days will start once we have received your clarification.\n\nThis is an automated message. Please do not reply to this email.",
        Auto_Submitted="auto-generated",
    ),
    "clarification",
    "surrey",
)
add(
    "holding reply by a case system",
    mail(
        "noreply@sussex.police.uk",
        "Your request 1146/22",
        "Dear Requester,\n\nI am writing to let you know that we need more time to answer your request, under section 10(3) of the Act. We will reply by 1 October 2022.",
        Auto_Submitted="auto-generated",
        Precedence="bulk",
    ),
    "holding",
    "sussex",
)
add(
    "refusal without the wording of the request",
    mail(
        "foi@gwent.police.uk",
        "FOI 1146/22",
        "Dear Requester,\n\nFurther to your request, I must refuse to disclose the information under section 40(2) of the Freedom of Information Act 2000, as it is personal data.\n\nRegards",
    ),
    "answer",
    "gwent",
)
add(
    "short answer of a person",
    mail(
        "press.office@dorset.police.uk",
        "RE: quick question",
        "Hello,\n\nin answer to your question: two officers were dismissed in 2021.\n\nRegards",
    ),
    "answer",
    "dorset",
)
add(
    "short no of a person",
    mail(
        "foi@cumbria.police.uk",
        "RE: FOI",
        "Dear Requester,\n\nno information is held in answer to your request.\n\nI am out of the office from tomorrow until 26 September; the team will help you.",
    ),
    "answer",
    "cumbria",
)
add(
    "away, with the request quoted below",
    mail(
        "officer@cheshire.police.uk",
        "Automatic reply: FOI",
        "I am out of the office until Monday.\n\n-----Original Message-----\nFrom: News Desk\nSent: 1 August 2022\nTo: FOI\nSubject: FOI\n\nUnder the Freedom of Information Act: "
        + ASKED,
        Auto_Submitted="auto-replied",
    ),
    "automatic",
    "cheshire",
)
add(
    "acknowledgement with a form to fill",
    mail(
        "foi@cleveland.police.uk",
        "Acknowledgement",
        "Dear Requester,\n\nYour request for information has been received and logged under 1146/22. A response will be sent within 20 working days.",
        attached={
            "complaints leaflet.html": b"<html><body><p>Your rights: if you are unhappy with our response you may ask for an internal review.</p></body></html>"
        },
    ),
    "acknowledgement",
    "cleveland",
)
add("own: sent to two forces", mail(DESK, "FOI", ASKED, to="foi@kent.police.uk, foi@essex.police.uk"), "own")
add(
    "other: talk on a list about forces",
    mail(
        "member@list.example",
        "[foi-talk] refusals",
        "Has anybody had an answer from Cheshire Constabulary? Ours was refused: section 40(2) was applied.",
        List_Id="<foi-talk.list.example>",
    ),
    "other",
)
add(
    "a force's newsletter",
    mail(
        "Kent Police News <news@kent.police.uk>",
        "Your neighbourhood this month",
        "Burglary is down in Maidstone. Officers arrested 12 people in July. Meet your local team on Saturday.",
        List_Unsubscribe="<https://kent.police.uk/u>",
        Precedence="bulk",
    ),
    "other",
    "kent",
)
