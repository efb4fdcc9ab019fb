"""The second labelled set of made-up mail, written afresh when the rules stood: its first figures are in docs/lifecycle.md."""

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


def add(name: str, made: EmailMessage, kind: str, force: str | None = None, request: str | None = None) -> None:
    MADE.append(Made(name, made.as_bytes(), kind, force, request))


# ---- answers

add(
    "A1",
    mail(
        "Disclosure Unit <data.access@kent.police.uk>",
        "FOI 22-0931 - Final Response",
        "Good morning\n\nI attach the Kent Police response to your recent application for information.\n\nKind regards\nInformation Access",
        attached={
            "FOI 22-0931.html": letter_page(
                "Kent Police",
                "Kent Police can confirm that the information requested is held and is set out in the attached table.",
            ),
            "FOI 22-0931.csv": figures(),
        },
    ),
    "answer",
    "kent",
    MISCONDUCT,
)
add(
    "A2",
    mail(
        "informationrights@derbyshire.police.uk",
        "RE: FOI Request 001234/22",
        "Hi,\n\nPlease see our answer below in red.\n\nQ1. "
        + ASKED
        + "\n\nA1. 7 officers have been investigated. 2 were dismissed, 5 received management advice.\n\nThanks",
    ),
    "answer",
    "derbyshire",
    MISCONDUCT,
)
add(
    "A3",
    mail(
        "foi.requests@cumbria.police.uk",
        "FOI 455/22",
        "Dear applicant\n\nI refer to your e-mail of 1st August in which you made a request under the above Act. Having completed enquiries within Cumbria Constabulary I am not in a position to provide you with the information, as the constabulary does not record it in a searchable format and the time to collate it would be in excess of 18 hours. Section 12 of the Act therefore applies.\n\nThis is a refusal notice.",
    ),
    "answer",
    "cumbria",
)
add(
    "A4",
    mail(
        "SYP FOI <foi@southyorks.pnn.police.uk>",
        "South Yorkshire Police FOI response (ref 20221146)",
        "FREEDOM OF INFORMATION REQUEST - REFERENCE NO: 20221146\n\nThank you for your request for information in which you asked:\n\n"
        + ASKED
        + "\n\nThe Force has conducted a search of Professional Standards records and found three officers. One was dismissed and two had no further action taken.\n\nPlease do not reply to this email as the mailbox is unattended.",
        Auto_Submitted="auto-generated",
    ),
    "answer",
    "south-yorkshire",
    MISCONDUCT,
)
add(
    "A5",
    mail(
        "Gloucestershire Constabulary <gloucestershire@ecase.example>",
        "Your Freedom of Information request - response attached",
        "This is an automated notification from the eCase system.\n\nYour request reference 2022.1146 has been closed and the response is attached to this email.\n\nPlease do not respond to this message.",
        Precedence="bulk",
        X_Auto_Response_Suppress="All",
        attached={
            "Response 2022.1146.html": letter_page(
                "Gloucestershire Constabulary",
                "No information is held by the Constabulary in relation to your request.",
            )
        },
    ),
    "answer",
    "gloucestershire",
    MISCONDUCT,
)
add(
    "A6",
    mail(
        "foi@norfolk.police.uk",
        "Norfolk and Suffolk FOI 003312-22",
        formal(
            "Norfolk and Suffolk Constabularies",
            "Norfolk Constabulary recorded 4 officers; Suffolk Constabulary recorded 2 officers.",
            reference="FOI 003312-22",
        ),
    ),
    "answer",
    "norfolk",
    MISCONDUCT,
)
add(
    "A7",
    mail(
        "colin@paper.example",
        "Fw: Information request 7712",
        "Another for you\n\nSent from my iPhone\n\nBegin forwarded message:\n\nFrom: Information Team <informationteam@hertfordshire.pnn.police.uk>\nDate: 13 September 2022 at 16:44:01 BST\nTo: colin@paper.example\nSubject: Information request 7712\n\n"
        + formal("Hertfordshire Constabulary", "Two officers have been dismissed since 2017.", reference="7712/22"),
    ),
    "answer",
    "hertfordshire",
    MISCONDUCT,
)
add(
    "A8",
    mail(
        "intern@paper.example",
        "replies that came by post, scanned as text",
        "Hello both, two of them are here, the second is Lincolnshire's annex.",
        attached={
            "lincs.html": letter_page(
                "Lincolnshire Police", "I am able to disclose the information in full.", reference="FOI 4411/22"
            ),
            "annex.csv": figures(),
        },
    ),
    "answer",
    "lincolnshire",
    MISCONDUCT,
)
add(
    "A9",
    mail(
        "foi@westmercia.police.uk",
        "Response - 98112",
        "Please find attached the response to your FOI request.\n\nI work Tuesdays to Thursdays only. If you email outside these days there may be a delay in replying.\n\nFreedom of Information Officer",
        attached={
            "98112.html": letter_page(
                "West Mercia Police", "Please see the table in the attached document.", reference="98112"
            ),
            "98112.csv": figures(),
        },
    ),
    "answer",
    "west-mercia",
    MISCONDUCT,
)
add(
    "A10",
    mail(
        "SPOC@btp.police.uk",
        "RE: RE: FOI Request",
        "Good afternoon,\n\nUnfortunately British Transport Police cannot provide this. Your request was aggregated with two others and refused as vexatious under section 14(1).\n\nregards",
    ),
    "answer",
    "btp",
)
add(
    "A11",
    mail(
        "foi@durham.police.uk",
        "FOI 782/22",
        formal(
            "Durham Constabulary",
            "I can confirm that in 2019/20 there were 47 crimes and in 2020/21 there were 39 crimes at the hospitals you list.",
            reference="DC/FOI 782/22",
            asked="Please provide the number of crimes recorded on hospital premises for each year from 2019/20 to 2023/24.",
        ),
    ),
    "answer",
    "durham",
    HOSPITALS,
)
add(
    "A12",
    mail(
        "foi.disclosure@met.police.uk",
        "Freedom of Information Request Reference No: 01/FOI/22/026570",
        formal(
            "Metropolitan Police Service",
            "I have today decided to disclose the located information to you in full. 44 officers were investigated.",
            reference="01/FOI/22/026570",
        ),
    ),
    "answer",
    "metropolitan",
    MISCONDUCT,
)
add(
    "A13",
    mail(
        "foi@leics.police.uk",
        "FW: FOI 4120/22 - delayed",
        "Dear Sir/Madam\n\nPlease accept my apologies, this should have gone out last week while I was on leave.\n\n"
        + formal(
            "Leicestershire Police",
            "Leicestershire Police holds the information. Three officers were given a written warning.",
            reference="4120/22",
        ),
    ),
    "answer",
    "leicestershire",
    MISCONDUCT,
)
add(
    "A14",
    mail(
        "foi@surrey.police.uk",
        "Your information request",
        "Hello,\n\nthe data you asked for are at the link below, which you can open for 14 days:\nhttps://surreypolice.quatrix.it/share/abc123\n\nSurrey Police holds nothing for 2017.\n\nRegards",
    ),
    "answer",
    "surrey",
)
add(
    "A15",
    mail(
        "foi@cleveland.police.uk",
        "Automatic Response - FOI 199-22",
        formal("Cleveland Police", "Cleveland Police does not hold this information.", reference="199-22"),
    ),
    "answer",
    "cleveland",
    MISCONDUCT,
)
add(
    "A16",
    mail(
        "Information Management <im@staffordshire.police.uk>",
        "15033 response",
        "Dear requestor, following our phone call I confirm the figures: dismissed 2, final written warning 3, no further action 11. These cover 2017 to date, from your questions of 1 August.",
    ),
    "answer",
    "staffordshire",
)
add(
    "A17",
    mail("foi@wiltshire.police.uk", "FOI", "Your request: " + ASKED + "\n\nOur response: Nil return.", html=True),
    "answer",
    "wiltshire",
    MISCONDUCT,
)
add(
    "A18",
    mail(
        "foi@sussex.police.uk",
        "FOI 1599/22 read receipt requested",
        formal("Sussex Police", "Eleven officers were investigated; two were dismissed.", reference="1599/22"),
        Disposition_Notification_To="foi@sussex.police.uk",
    ),
    "answer",
    "sussex",
    MISCONDUCT,
)
add(
    "A19",
    mail(
        "foi@essex.police.uk",
        "Returned: FOI 1146/22",
        formal(
            "Essex Police",
            "Essex Police holds the information. Nine officers were investigated and one of them was dismissed.",
        ),
    ),
    "answer",
    "essex",
    MISCONDUCT,
)
add(
    "A20",
    mail(
        "foi@gwent.police.uk",
        "Freedom of Information Request 2022/20100",
        "Annwyl / Dear,\n\n"
        + formal(
            "Heddlu Gwent Police",
            "Gwent Police can neither confirm nor deny that it holds any information, by virtue of section 40(5).",
            reference="2022/20100",
        ),
    ),
    "answer",
    "gwent",
    MISCONDUCT,
)

# ---- steps on the way

add(
    "S1",
    mail(
        "foi@northumbria.police.uk",
        "FOI Request 1212/22 [OFFICIAL]",
        "Thank you for your recent correspondence. This has been recorded as an FOI request with reference 1212/22. You can expect to hear from us by 31 August 2022.",
    ),
    "acknowledgement",
    "northumbria",
)
add(
    "S2",
    mail(
        "West Yorkshire Police FOI <foi@westyorkshire.police.uk>",
        "Automatic reply: FOI",
        "Thank you for contacting the Disclosure Unit at West Yorkshire Police.\n\nIf you have submitted an FOI request, please accept this email as acknowledgement that it has been received. FOI requests will be answered within 20 working days. Subject access requests take one month.",
        X_Auto_Response_Suppress="All",
        Auto_Submitted="auto-replied",
    ),
    "acknowledgement",
    "west-yorkshire",
)
add(
    "S3",
    mail(
        "no-reply@avonandsomerset.police.uk",
        "We've received your FOI request [ref:IR-2022-881]",
        "Hello,\n\nWe've received your freedom of information request and will send you a response by 30 August. Your reference number is IR-2022-881.\n\nDo not reply to this email.",
    ),
    "acknowledgement",
    "avon-and-somerset",
)
add(
    "S4",
    mail(
        "foi@gmp.police.uk",
        "GSA 1550/22 update",
        "Dear applicant,\n\nI'm sorry that you have not had our response within the statutory timescale. Your request is complex and colleagues are still retrieving the data. We aim to respond by 14 October.",
    ),
    "holding",
    "greater-manchester",
)
add(
    "S5",
    mail(
        "foi@merseyside.police.uk",
        "DJ 455/22",
        "Dear applicant,\n\nUnder section 10(3) we are extending the time limit as we consider the public interest test. A full response will be provided by 28 September 2022.",
    ),
    "holding",
    "merseyside",
)
add(
    "S6",
    mail(
        "foi@cheshire.police.uk",
        "FOI 13044",
        "Good morning, before I can progress your request may I ask whether by 'investigated' you mean formal misconduct investigations only? The clock has been stopped until I hear from you.",
    ),
    "clarification",
    "cheshire",
)
add(
    "S7",
    mail(
        "foi@dorset.police.uk",
        "01/FIN/22/003073/W",
        "Dear requester,\n\nTo date we have not received a response to our request for clarification. If we do not hear from you by 30 September your request will be treated as withdrawn.",
    ),
    "clarification",
    "dorset",
)
add(
    "S8",
    mail(
        "foi@hampshire.police.uk",
        "HC/001391/22 Internal Review",
        formal(
            "Hampshire and Isle of Wight Constabulary",
            "I have now completed the internal review that you requested. The original decision to apply section 40(2) is upheld.",
            reference="HC/001391/22",
        ),
    ),
    "review",
    "hampshire",
    MISCONDUCT,
)
add(
    "S9",
    mail(
        "foi@humberside.police.uk",
        "FOI 1146/22 - Amended response",
        formal(
            "Humberside Police",
            "Please accept this corrected response, which replaces the one of 5 September. The number of officers dismissed in 2020 is 3 and not 2.",
        ),
    ),
    "correction",
    "humberside",
    MISCONDUCT,
)
add(
    "S10",
    mail(
        "foi@lancashire.police.uk",
        "FOI 002/22",
        formal(
            "Lancashire Constabulary",
            "Question 1 is answered here: 6 officers. The answers to the remaining questions will follow under separate cover.",
            reference="DAT 002/22",
        ),
    ),
    "instalment",
    "lancashire",
    MISCONDUCT,
)

# ---- machines

add(
    "M1",
    mail(
        "Jane <j.example@kent.police.uk>",
        "Automatic reply: Freedom of Information request",
        "Thank you for your email.\n\nI'm now on rest days and back on duty on 9th August. If you need an urgent response, ring 101.",
        X_Auto_Response_Suppress="All",
        X_MS_Exchange_Inbox_Rules_Loop="j.example@kent.police.uk",
    ),
    "automatic",
    "kent",
)
add(
    "M2",
    mail(
        "s.example@essex.police.uk",
        "Re: FOI chase",
        "Hi there - I'm off until the 22nd with no laptop. Anything pressing, try my sergeant.",
    ),
    "automatic",
    "essex",
)
add(
    "M3",
    mail(
        "d.example@durham.police.uk",
        "D Example is out of the office (returning 15/08/2022)",
        'I am out of the office until 15/08/2022.\n\nNote: This is an automated response to your message "FOI" sent on 01/08/2022. This is the only notification you will receive while this person is away.',
    ),
    "automatic",
    "durham",
)
add(
    "M4",
    mail(
        "foi@city-of-london.police.uk",
        "Automatic reply: query",
        "Please note the FOI mailbox is monitored Monday to Friday between 9am and 4pm. Outside of those hours your email will be read on the next working day.",
        Auto_Submitted="auto-replied",
    ),
    "automatic",
    "city-of-london",
)
add(
    "M5",
    mail(
        "k.example@surrey.police.uk",
        "Abwesend: FOI",
        "I have retired from Surrey Police. This account will close shortly.",
        Auto_Submitted="auto-replied",
    ),
    "automatic",
    "surrey",
)
add(
    "M6",
    mail(
        "pressoffice@gwent.police.uk",
        "Automatic reply: Figures on misconduct",
        "Thank you for your e-mail to the press office. It has been received and a member of the team will be in touch. Media calls: 01633 000000. Members of the public should call 101.",
        Auto_Submitted="auto-replied",
    ),
    "automatic",
    "gwent",
)
add(
    "M7",
    mail(
        "helpdesk@suffolk.police.uk",
        "[#44871] Ticket received: FOI",
        "Hello,\n\nThank you for contacting the IT helpdesk. Your ticket has been logged with reference #44871 and will be looked at by an agent.",
        Auto_Submitted="auto-generated",
        X_Auto_Response_Suppress="All",
    ),
    "automatic",
    "suffolk",
)
add(
    "M8",
    mail(
        "a.example@norfolk.police.uk",
        "Out of office",
        "Sorry I missed you! On a career break till March 2023. My work is covered by the Information Compliance Team.",
    ),
    "automatic",
    "norfolk",
)
add(
    "M9",
    mail(
        "Mail Delivery System <MAILER-DAEMON@smtp.paper.example>",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host smtp.paper.example.\n\n<foi@west-midlands.police.uk>: Host or domain name not found. Name service error for name=west-midlands.police.uk type=MX: Host not found",
        Return_Path="<>",
        Auto_Submitted="auto-replied",
    ),
    "bounce",
    "west-midlands",
)
add(
    "M10",
    report(
        "postmaster@thamesvalley.pnn.police.uk",
        "Undeliverable: FOI request",
        "Your message did not reach some or all of the intended recipients.\n\n      Subject:  FOI request\n      Sent:     01/08/2022 09:00\n\nThe following recipient(s) cannot be reached:\n\n      foi@thamesvalley.pnn.police.uk on 01/08/2022 09:00\n            The e-mail account does not exist at the organization this message was sent to.",
        "Reporting-MTA: dns;tvp\n\nFinal-Recipient: RFC822;foi@thamesvalley.pnn.police.uk\nAction: failed\nStatus: 5.1.1",
        asking("foi@thamesvalley.pnn.police.uk"),
    ),
    "bounce",
    "thames-valley",
    MISCONDUCT,
)
add(
    "M11",
    mail(
        "postmaster@outbound.protection.example",
        "Undeliverable: FOI 2022",
        "Delivery has failed to these recipients or groups:\n\ndisclosure (disclosure@northants.police.uk)\n\nA communication failure occurred during the delivery of this message. Please try resending the message later. 5.4.316",
    ),
    "bounce",
    "northamptonshire",
)
add(
    "M12",
    mail(
        "MAILER-DAEMON@yahoo.example",
        "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n<foi@nottinghamshire.pnn.police.uk>:\n554: delivery error: dd This user doesn't have an account here",
        Return_Path="<>",
    ),
    "bounce",
    "nottinghamshire",
)
add(
    "M13",
    mail(
        "colin@paper.example",
        "FW: Undeliverable: FOI request to Cambridgeshire",
        "they closed this address again\n\nFrom: Microsoft Outlook <postmaster@paper.example>\nSent: 01 August 2022 09:00\nTo: Colin\nSubject: Undeliverable: FOI request to Cambridgeshire\n\nYour message to foi@cambs.pnn.police.uk couldn't be delivered.",
    ),
    "bounce",
    "cambridgeshire",
)
add(
    "M14",
    report(
        "MAILER-DAEMON@smtp.paper.example",
        "Warning: could not send message for past 4 hours",
        "**********************************************\n**      THIS IS A WARNING MESSAGE ONLY      **\n**  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n**********************************************",
        "Reporting-MTA: dns; smtp.paper.example\n\nFinal-Recipient: RFC822; foi@bedfordshire.police.uk\nAction: delayed\nStatus: 4.4.7",
    ),
    "delayed",
    "bedfordshire",
)
add(
    "M15",
    mail(
        "Outlook <postmaster@paper.example>",
        "Delivery delayed: FOI",
        "Delivery to the following recipients has been delayed.\n\n      foi@wiltshire.police.uk\n\nThis message has not yet been delivered. Outlook will continue to try to deliver the message on your behalf.",
    ),
    "delayed",
    "wiltshire",
)
add(
    "M16",
    report(
        "c.example@cumbria.police.uk",
        "Read: FOI reminder",
        "Your message\n\n   To: FOI\n   Subject: FOI reminder\n   Sent: 05 September 2022\n\nwas read on 05 September 2022 11:13:02.",
        "Final-recipient: RFC822; c.example@cumbria.police.uk\nDisposition: automatic-action/MDN-sent-automatically; displayed",
        kind="disposition-notification",
    ),
    "receipt",
    "cumbria",
)
add(
    "M17",
    mail("c.example@lincs.police.uk", "Read: Your FOI", "Your message was read on Monday."),
    "receipt",
    "lincolnshire",
)
add(
    "M18",
    mail(
        "FOI Team <foi@warwickshire.police.uk>",
        "Recall: FOI 7/22 response",
        'FOI Team would like to recall the message, "FOI 7/22 response".',
    ),
    "recall",
    "warwickshire",
)
add(
    "M19",
    mail(
        "noreply@switch.egress.example",
        "Secure email: FOI 1146 response",
        "FOI Unit (foi@cheshire.police.uk) has used Egress to send you a secure email.\n\nOpen secure email\n\nNew to Egress? Create a free account to read the message. This email expires in 30 days.",
    ),
    "notice",
    "cheshire",
)
add(
    "M20",
    mail(
        "foi@cleveland.police.uk",
        "New secure mail from Cleveland Police",
        "A secure email has been sent to you by Cleveland Police. To view it you will need to register with our secure mail portal and then enter your password.\n\nhttps://secure.mail.example/r/1",
    ),
    "notice",
    "cleveland",
)
add(
    "M21",
    mail(
        "Objective Connect <no-reply@objectiveconnect.example>",
        "Files have been shared with you",
        "Kent Police has shared the workspace 'FOI 22-0931' with you. Sign in to Objective Connect to view the documents.",
    ),
    "notice",
    "kent",
)
add(
    "M22",
    mail(
        "foi@dyfed-powys.police.uk",
        "FOI 1054 - encrypted",
        "This message is encrypted. Click the attachment to decrypt and read this protected message; you will be asked for a one-time passcode.",
        attached={"message.html": b"<html><body>Read</body></html>"},
    ),
    "notice",
    "dyfed-powys",
)

# ---- others

add(
    "O1",
    mail(
        f"News Desk <{DESK}>",
        "Chasing: FOI 22-0931",
        "Dear team, you told me on 5 August that 12 officers were dismissed, but the table shows 11. Which is right? The refusal under section 40(2) also needs explaining.",
        to="data.access@kent.police.uk",
    ),
    "own",
)
add(
    "O2",
    mail(
        DESK,
        "FOI round two",
        "Good morning,\n\nplease treat this as a request under the Act. " + ASKED,
        to="FOI <foi@essex.pnn.police.uk>, records@cumbria.police.uk",
    ),
    "own",
)
add(
    "O3",
    mail(
        "Data Digest <hello@digest.example>",
        "This week: police FOI special",
        "Essex Police disclosed that 9 officers were sacked. Your weekly data fix. Manage your preferences.",
        List_Unsubscribe="<mailto:u@digest.example>",
    ),
    "other",
)
add(
    "O4",
    mail(
        "boss@paper.example",
        "Re: police story",
        "Great stuff. Merseyside say nil return, Cheshire refused on cost grounds. Can you chase the rest before Friday?",
    ),
    "other",
)
add(
    "O5",
    mail(
        "lawyer@chambers.example",
        "Advice",
        "I have considered the refusal by Kent Police. In my view section 12 was wrongly applied and you should complain to the Commissioner.",
    ),
    "other",
)
add("O6", mail("prize@win.example", "You have won!", "Claim your prize by clicking the link."), "other")
add(
    "O7",
    mail(
        "calendar@paper.example",
        "Invitation: FOI catch-up @ Thu 15 Sep",
        "Agenda: which forces have answered, which to appeal.",
    ),
    "other",
)
add(
    "O8",
    mail(
        "security@bank.example",
        "Unusual sign-in",
        "We noticed a sign-in to your account. If this was not you, reset your password.",
        attached={"report.html": b"<html><body><p>Sign-in report</p></body></html>"},
    ),
    "other",
)
add(
    "O9",
    mail(
        "foi@durham.police.uk",
        "FOI 7",
        formal("Northumbria Police", "Northumbria Police does not hold this information.", reference="7/22"),
    ),
    "unplaced",
)
add(
    "O10",
    mail(
        "someone@gmail.example",
        "Re: your article",
        "You asked for information about the misconduct at my force. I know of five officers who were dismissed. Please ring me.",
    ),
    "unplaced",
)
