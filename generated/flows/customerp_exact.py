"""The flow `customerp_exact`: for each ObjectPair the View, and the functions from and to it.

Made by `flowc build`. Do not edit: change the document and build again.
"""

from runtime.lens import (
    code,
    day,
    each,
    email,
    key_in_integer,
    key_in_text,
    keyed_back,
    number,
    organisation_number,
    phone,
    postcode,
    text,
)
from runtime.model import (
    UNSET,
    Binding,
    Day,
    Flow,
    Many,
    Match,
    Number,
    ObjectPair,
    Reference,
    Row,
    Text,
    View,
    ViewSide,
)

from ..systems import customerp, exact

# ---- contact_contacts ----


class ContactContactsView(View, frozen=True, kw_only=True):
    customer_id: Text = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    last_name: Text = UNSET
    mobile: Text = UNSET
    phone: Text = UNSET
    title: Text = UNSET


def contact_contacts_from_left(record: customerp.Contact) -> ContactContactsView:
    return ContactContactsView(
        customer_id=key_in_integer.get(record.customer_id),
        email=email.get(record.email),
        first_name=text.get(record.first_name),
        last_name=text.get(record.last_name),
        mobile=phone.get(record.mobile),
        phone=phone.get(record.phone),
        title=text.get(record.title),
    )


def contact_contacts_from_right(record: exact.Contacts) -> ContactContactsView:
    return ContactContactsView(
        customer_id=key_in_text.get(record.account),
        email=email.get(record.email),
        first_name=text.get(record.first_name),
        last_name=text.get(record.last_name),
        mobile=phone.get(record.mobile),
        phone=phone.get(record.phone),
        title=text.get(record.job_title_description),
    )


def contact_contacts_to_left(
    view: ContactContactsView, old: customerp.Contact
) -> customerp.ContactPatch:
    return customerp.ContactPatch(
        customer_id=key_in_integer.put(view.customer_id, old.customer_id),
        email=email.put(view.email, old.email),
        first_name=text.put(view.first_name, old.first_name),
        last_name=text.put(view.last_name, old.last_name),
        mobile=phone.put(view.mobile, old.mobile),
        phone=phone.put(view.phone, old.phone),
        title=text.put(view.title, old.title),
    )


def contact_contacts_to_right(
    view: ContactContactsView, old: exact.Contacts
) -> exact.ContactsPatch:
    return exact.ContactsPatch(
        account=key_in_text.put(view.customer_id, old.account),
        email=email.put(view.email, old.email),
        first_name=text.put(view.first_name, old.first_name),
        last_name=text.put(view.last_name, old.last_name),
        mobile=phone.put(view.mobile, old.mobile),
        phone=phone.put(view.phone, old.phone),
        job_title_description=text.put(view.title, old.job_title_description),
    )


CONTACT_CONTACTS = ObjectPair(
    name="contact_contacts",
    title="Customerp Contact to Exact Contacts",
    view=ContactContactsView,
    left=ViewSide(
        type=customerp.CONTACT,
        to_view=contact_contacts_from_left,
        from_view=contact_contacts_to_left,
    ),
    right=ViewSide(
        type=exact.CONTACTS,
        to_view=contact_contacts_from_right,
        from_view=contact_contacts_to_right,
    ),
    match=(
        Match(
            label="email = Email",
            left=lambda record: email.get(record.email),
            right=lambda record: email.get(record.email),
        ),
    ),
    rows=(
        Row(
            name="customer_id",
            left="customer_id",
            right="account",
            identity="customer_id > Account",
            conversion="b31fe6bd",
        ),
        Row(
            name="email",
            left="email",
            right="email",
            identity="email > Email",
            conversion="5c7485fb",
        ),
        Row(
            name="first_name",
            left="first_name",
            right="first_name",
            identity="first_name > FirstName",
        ),
        Row(
            name="last_name",
            left="last_name",
            right="last_name",
            identity="last_name > LastName",
        ),
        Row(
            name="mobile",
            left="mobile",
            right="mobile",
            identity="mobile > Mobile",
            conversion="921592f5",
        ),
        Row(
            name="phone",
            left="phone",
            right="phone",
            identity="phone > Phone",
            conversion="a486c59f",
        ),
        Row(
            name="title",
            left="title",
            right="job_title_description",
            identity="title > JobTitleDescription",
        ),
    ),
    references=(
        Reference(
            field="customer_id",
            left=("Customer",),
            right=("Accounts",),
        ),
    ),
)

# ---- customer_accounts ----


class CustomerAccountsView(View, frozen=True, kw_only=True):
    address_city: Text = UNSET
    address_country: Text = UNSET
    address_postal_code: Text = UNSET
    address_street: Text = UNSET
    address_street2: Text = UNSET
    credit_limit: Number = UNSET
    email: Text = UNSET
    name: Text = UNSET
    organisation_number: Text = UNSET
    phone: Text = UNSET
    website: Text = UNSET


def customer_accounts_from_left(record: customerp.Customer) -> CustomerAccountsView:
    return CustomerAccountsView(
        address_city=text.get(record.address_city),
        address_country=code.get(record.address_country),
        address_postal_code=postcode.get(record.address_postal_code),
        address_street=text.get(record.address_street),
        address_street2=text.get(record.address_street2),
        credit_limit=number.get(record.credit_limit),
        email=email.get(record.email),
        name=text.get(record.name),
        organisation_number=organisation_number.get(record.organisation_number),
        phone=phone.get(record.phone),
        website=text.get(record.website),
    )


def customer_accounts_from_right(record: exact.Accounts) -> CustomerAccountsView:
    return CustomerAccountsView(
        address_city=text.get(record.city),
        address_country=code.get(record.country),
        address_postal_code=postcode.get(record.postcode),
        address_street=text.get(record.address_line1),
        address_street2=text.get(record.address_line2),
        credit_limit=number.get(record.credit_line_sales),
        email=email.get(record.email),
        name=text.get(record.name),
        organisation_number=organisation_number.get(record.chamber_of_commerce),
        phone=phone.get(record.phone),
        website=text.get(record.website),
    )


def customer_accounts_to_left(
    view: CustomerAccountsView, old: customerp.Customer
) -> customerp.CustomerPatch:
    return customerp.CustomerPatch(
        address_city=text.put(view.address_city, old.address_city),
        address_country=code.put(view.address_country, old.address_country),
        address_postal_code=postcode.put(view.address_postal_code, old.address_postal_code),
        address_street=text.put(view.address_street, old.address_street),
        address_street2=text.put(view.address_street2, old.address_street2),
        credit_limit=number.put(view.credit_limit, old.credit_limit),
        email=email.put(view.email, old.email),
        name=text.put(view.name, old.name),
        organisation_number=organisation_number.put(
            view.organisation_number, old.organisation_number
        ),
        phone=phone.put(view.phone, old.phone),
        website=text.put(view.website, old.website),
    )


def customer_accounts_to_right(
    view: CustomerAccountsView, old: exact.Accounts
) -> exact.AccountsPatch:
    return exact.AccountsPatch(
        city=text.put(view.address_city, old.city),
        country=code.put(view.address_country, old.country),
        postcode=postcode.put(view.address_postal_code, old.postcode),
        address_line1=text.put(view.address_street, old.address_line1),
        address_line2=text.put(view.address_street2, old.address_line2),
        credit_line_sales=number.put(view.credit_limit, old.credit_line_sales),
        email=email.put(view.email, old.email),
        name=text.put(view.name, old.name),
        chamber_of_commerce=organisation_number.put(
            view.organisation_number, old.chamber_of_commerce
        ),
        phone=phone.put(view.phone, old.phone),
        website=text.put(view.website, old.website),
    )


CUSTOMER_ACCOUNTS = ObjectPair(
    name="customer_accounts",
    title="Customerp Customer to Exact Accounts",
    view=CustomerAccountsView,
    left=ViewSide(
        type=customerp.CUSTOMER,
        to_view=customer_accounts_from_left,
        from_view=customer_accounts_to_left,
    ),
    right=ViewSide(
        type=exact.ACCOUNTS,
        to_view=customer_accounts_from_right,
        from_view=customer_accounts_to_right,
    ),
    match=(
        Match(
            label="organisation_number = ChamberOfCommerce",
            left=lambda record: organisation_number.get(record.organisation_number),
            right=lambda record: organisation_number.get(record.chamber_of_commerce),
        ),
    ),
    rows=(
        Row(
            name="address_city",
            left="address_city",
            right="city",
            identity="address.city > City",
        ),
        Row(
            name="address_country",
            left="address_country",
            right="country",
            identity="address.country > Country",
            conversion="f92ee214",
        ),
        Row(
            name="address_postal_code",
            left="address_postal_code",
            right="postcode",
            identity="address.postal_code > Postcode",
            conversion="988523eb",
        ),
        Row(
            name="address_street",
            left="address_street",
            right="address_line1",
            identity="address.street > AddressLine1",
        ),
        Row(
            name="address_street2",
            left="address_street2",
            right="address_line2",
            identity="address.street2 > AddressLine2",
        ),
        Row(
            name="credit_limit",
            left="credit_limit",
            right="credit_line_sales",
            identity="credit_limit > CreditLineSales",
            conversion="8c4baa0b",
        ),
        Row(
            name="email",
            left="email",
            right="email",
            identity="email > Email",
            conversion="5c7485fb",
        ),
        Row(
            name="name",
            left="name",
            right="name",
            identity="name > Name",
        ),
        Row(
            name="organisation_number",
            left="organisation_number",
            right="chamber_of_commerce",
            identity="organisation_number > ChamberOfCommerce",
            conversion="10d077ea",
        ),
        Row(
            name="phone",
            left="phone",
            right="phone",
            identity="phone > Phone",
            conversion="a486c59f",
        ),
        Row(
            name="website",
            left="website",
            right="website",
            identity="website > Website",
        ),
    ),
)

# ---- employee_contacts ----


class EmployeeContactsView(View, frozen=True, kw_only=True):
    birth_date: Day = UNSET
    customer_id: Text = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    last_name: Text = UNSET
    mobile: Text = UNSET
    phone: Text = UNSET
    title: Text = UNSET


def employee_contacts_from_left(record: customerp.Employee) -> EmployeeContactsView:
    return EmployeeContactsView(
        birth_date=day.get(record.birth_date),
        customer_id=key_in_integer.get(record.customer_id),
        email=email.get(record.email),
        first_name=text.get(record.first_name),
        last_name=text.get(record.last_name),
        mobile=phone.get(record.mobile),
        phone=phone.get(record.phone),
        title=text.get(record.title),
    )


def employee_contacts_from_right(record: exact.Contacts) -> EmployeeContactsView:
    return EmployeeContactsView(
        birth_date=day.get(record.birth_date),
        customer_id=key_in_text.get(record.account),
        email=email.get(record.email),
        first_name=text.get(record.first_name),
        last_name=text.get(record.last_name),
        mobile=phone.get(record.mobile),
        phone=phone.get(record.phone),
        title=text.get(record.job_title_description),
    )


def employee_contacts_to_left(
    view: EmployeeContactsView, old: customerp.Employee
) -> customerp.EmployeePatch:
    return customerp.EmployeePatch(
        birth_date=day.put(view.birth_date, old.birth_date),
        customer_id=key_in_integer.put(view.customer_id, old.customer_id),
        email=email.put(view.email, old.email),
        first_name=text.put(view.first_name, old.first_name),
        last_name=text.put(view.last_name, old.last_name),
        mobile=phone.put(view.mobile, old.mobile),
        phone=phone.put(view.phone, old.phone),
        title=text.put(view.title, old.title),
    )


def employee_contacts_to_right(
    view: EmployeeContactsView, old: exact.Contacts
) -> exact.ContactsPatch:
    return exact.ContactsPatch(
        birth_date=day.put(view.birth_date, old.birth_date),
        account=key_in_text.put(view.customer_id, old.account),
        email=email.put(view.email, old.email),
        first_name=text.put(view.first_name, old.first_name),
        last_name=text.put(view.last_name, old.last_name),
        mobile=phone.put(view.mobile, old.mobile),
        phone=phone.put(view.phone, old.phone),
        job_title_description=text.put(view.title, old.job_title_description),
    )


EMPLOYEE_CONTACTS = ObjectPair(
    name="employee_contacts",
    title="Customerp Employee to Exact Contacts",
    view=EmployeeContactsView,
    left=ViewSide(
        type=customerp.EMPLOYEE,
        to_view=employee_contacts_from_left,
        from_view=employee_contacts_to_left,
    ),
    right=ViewSide(
        type=exact.CONTACTS,
        to_view=employee_contacts_from_right,
        from_view=employee_contacts_to_right,
    ),
    match=(
        Match(
            label="email = Email",
            left=lambda record: email.get(record.email),
            right=lambda record: email.get(record.email),
        ),
    ),
    rows=(
        Row(
            name="birth_date",
            left="birth_date",
            right="birth_date",
            identity="birth_date > BirthDate",
            conversion="31cc9b67",
        ),
        Row(
            name="customer_id",
            left="customer_id",
            right="account",
            identity="customer_id > Account",
            conversion="b31fe6bd",
        ),
        Row(
            name="email",
            left="email",
            right="email",
            identity="email > Email",
            conversion="5c7485fb",
        ),
        Row(
            name="first_name",
            left="first_name",
            right="first_name",
            identity="first_name > FirstName",
        ),
        Row(
            name="last_name",
            left="last_name",
            right="last_name",
            identity="last_name > LastName",
        ),
        Row(
            name="mobile",
            left="mobile",
            right="mobile",
            identity="mobile > Mobile",
            conversion="921592f5",
        ),
        Row(
            name="phone",
            left="phone",
            right="phone",
            identity="phone > Phone",
            conversion="a486c59f",
        ),
        Row(
            name="title",
            left="title",
            right="job_title_description",
            identity="title > JobTitleDescription",
        ),
    ),
    references=(
        Reference(
            field="customer_id",
            left=("Customer",),
            right=("Accounts",),
        ),
    ),
)

# ---- employee_employees ----


class EmployeeEmployeesView(View, frozen=True, kw_only=True):
    birth_date: Day = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    hired: Day = UNSET
    last_name: Text = UNSET
    mobile: Text = UNSET
    phone: Text = UNSET


def employee_employees_from_left(record: customerp.Employee) -> EmployeeEmployeesView:
    return EmployeeEmployeesView(
        birth_date=day.get(record.birth_date),
        email=email.get(record.email),
        first_name=text.get(record.first_name),
        hired=day.get(record.hired),
        last_name=text.get(record.last_name),
        mobile=phone.get(record.mobile),
        phone=phone.get(record.phone),
    )


def employee_employees_from_right(record: exact.Employees) -> EmployeeEmployeesView:
    return EmployeeEmployeesView(
        birth_date=day.get(record.birth_date),
        email=email.get(record.business_email),
        first_name=text.get(record.first_name),
        hired=day.get(record.start_date),
        last_name=text.get(record.last_name),
        mobile=phone.get(record.business_mobile),
        phone=phone.get(record.business_phone),
    )


def employee_employees_to_left(
    view: EmployeeEmployeesView, old: customerp.Employee
) -> customerp.EmployeePatch:
    return customerp.EmployeePatch(
        birth_date=day.put(view.birth_date, old.birth_date),
        email=email.put(view.email, old.email),
        first_name=text.put(view.first_name, old.first_name),
        hired=day.put(view.hired, old.hired),
        last_name=text.put(view.last_name, old.last_name),
        mobile=phone.put(view.mobile, old.mobile),
        phone=phone.put(view.phone, old.phone),
    )


def employee_employees_to_right(
    _view: EmployeeEmployeesView, _old: exact.Employees
) -> exact.EmployeesPatch:
    return exact.EmployeesPatch()


EMPLOYEE_EMPLOYEES = ObjectPair(
    name="employee_employees",
    title="Customerp Employee to Exact Employees",
    view=EmployeeEmployeesView,
    left=ViewSide(
        type=customerp.EMPLOYEE,
        to_view=employee_employees_from_left,
        from_view=employee_employees_to_left,
    ),
    right=ViewSide(
        type=exact.EMPLOYEES,
        to_view=employee_employees_from_right,
        from_view=employee_employees_to_right,
    ),
    match=(
        Match(
            label="email = BusinessEmail",
            left=lambda record: email.get(record.email),
            right=lambda record: email.get(record.business_email),
        ),
    ),
    rows=(
        Row(
            name="birth_date",
            left="birth_date",
            right="birth_date",
            identity="birth_date > BirthDate",
            binding=Binding.LEFT,
            conversion="31cc9b67",
        ),
        Row(
            name="email",
            left="email",
            right="business_email",
            identity="email > BusinessEmail",
            binding=Binding.LEFT,
            conversion="28c96547",
        ),
        Row(
            name="first_name",
            left="first_name",
            right="first_name",
            identity="first_name > FirstName",
            binding=Binding.LEFT,
        ),
        Row(
            name="hired",
            left="hired",
            right="start_date",
            identity="hired > StartDate",
            binding=Binding.LEFT,
            conversion="6c170971",
        ),
        Row(
            name="last_name",
            left="last_name",
            right="last_name",
            identity="last_name > LastName",
            binding=Binding.LEFT,
        ),
        Row(
            name="mobile",
            left="mobile",
            right="business_mobile",
            identity="mobile > BusinessMobile",
            binding=Binding.LEFT,
            conversion="819aff3e",
        ),
        Row(
            name="phone",
            left="phone",
            right="business_phone",
            identity="phone > BusinessPhone",
            binding=Binding.LEFT,
            conversion="7a18cd09",
        ),
    ),
)

# ---- order_quotations ----


class OrderQuotationsLine(View, frozen=True, kw_only=True):
    description: Text = UNSET
    key: Text = UNSET
    product_id: Text = UNSET
    quantity: Number = UNSET
    unit_price: Number = UNSET


def order_quotations_lines_from_left(record: customerp.OrderLine) -> OrderQuotationsLine:
    return OrderQuotationsLine(
        description=text.get(record.description),
        key=key_in_integer.get(record.id),
        product_id=key_in_integer.get(record.product_id),
        quantity=number.get(record.quantity),
        unit_price=number.get(record.unit_price),
    )


def order_quotations_lines_from_right(record: exact.QuotationsQuotationLine) -> OrderQuotationsLine:
    return OrderQuotationsLine(
        description=text.get(record.description),
        key=key_in_text.get(record.id),
        product_id=key_in_text.get(record.item),
        quantity=number.get(record.quantity),
        unit_price=number.get(record.unit_price),
    )


def order_quotations_lines_to_left(
    view: OrderQuotationsLine, old: customerp.OrderLine
) -> customerp.OrderLine:
    return customerp.OrderLine(
        description=text.put(view.description, old.description),
        id=key_in_integer.put(view.key, old.id),
        product_id=key_in_integer.put(view.product_id, old.product_id),
        quantity=number.put(view.quantity, old.quantity),
        unit_price=number.put(view.unit_price, old.unit_price),
    )


def order_quotations_lines_to_right(
    view: OrderQuotationsLine, old: exact.QuotationsQuotationLine
) -> exact.QuotationsQuotationLine:
    return exact.QuotationsQuotationLine(
        description=text.put(view.description, old.description),
        id=key_in_text.put(view.key, old.id),
        item=key_in_text.put(view.product_id, old.item),
        quantity=number.put(view.quantity, old.quantity),
        unit_price=number.put(view.unit_price, old.unit_price),
    )


class OrderQuotationsView(View, frozen=True, kw_only=True):
    comment: Text = UNSET
    contact_id: Text = UNSET
    customer_id: Text = UNSET
    delivery_date: Day = UNSET
    lines: Many[OrderQuotationsLine] = UNSET
    order_date: Day = UNSET
    reference: Text = UNSET


def order_quotations_from_left(record: customerp.Order) -> OrderQuotationsView:
    return OrderQuotationsView(
        comment=text.get(record.comment),
        contact_id=key_in_integer.get(record.contact_id),
        customer_id=key_in_integer.get(record.customer_id),
        delivery_date=day.get(record.delivery_date),
        lines=each(record.lines, order_quotations_lines_from_left),
        order_date=day.get(record.order_date),
        reference=text.get(record.reference),
    )


def order_quotations_from_right(record: exact.Quotations) -> OrderQuotationsView:
    return OrderQuotationsView(
        comment=text.get(record.remarks),
        contact_id=key_in_text.get(record.order_account_contact),
        customer_id=key_in_text.get(record.order_account),
        delivery_date=day.get(record.delivery_date),
        lines=each(record.quotation_lines, order_quotations_lines_from_right),
        order_date=day.get(record.quotation_date),
        reference=text.get(record.your_ref),
    )


def order_quotations_to_left(
    view: OrderQuotationsView, old: customerp.Order
) -> customerp.OrderPatch:
    return customerp.OrderPatch(
        comment=text.put(view.comment, old.comment),
        contact_id=key_in_integer.put(view.contact_id, old.contact_id),
        customer_id=key_in_integer.put(view.customer_id, old.customer_id),
        delivery_date=day.put(view.delivery_date, old.delivery_date),
        lines=keyed_back(
            view.lines,
            old.lines,
            order_quotations_lines_from_left,
            order_quotations_lines_to_left,
            customerp.OrderLine(),
        ),
        order_date=day.put(view.order_date, old.order_date),
        reference=text.put(view.reference, old.reference),
    )


def order_quotations_to_right(
    view: OrderQuotationsView, old: exact.Quotations
) -> exact.QuotationsPatch:
    return exact.QuotationsPatch(
        remarks=text.put(view.comment, old.remarks),
        order_account_contact=key_in_text.put(view.contact_id, old.order_account_contact),
        order_account=key_in_text.put(view.customer_id, old.order_account),
        delivery_date=day.put(view.delivery_date, old.delivery_date),
        quotation_lines=keyed_back(
            view.lines,
            old.quotation_lines,
            order_quotations_lines_from_right,
            order_quotations_lines_to_right,
            exact.QuotationsQuotationLine(),
        ),
        quotation_date=day.put(view.order_date, old.quotation_date),
        your_ref=text.put(view.reference, old.your_ref),
    )


ORDER_QUOTATIONS = ObjectPair(
    name="order_quotations",
    title="Customerp Order to Exact Quotations",
    view=OrderQuotationsView,
    left=ViewSide(
        type=customerp.ORDER,
        to_view=order_quotations_from_left,
        from_view=order_quotations_to_left,
    ),
    right=ViewSide(
        type=exact.QUOTATIONS,
        to_view=order_quotations_from_right,
        from_view=order_quotations_to_right,
    ),
    rows=(
        Row(
            name="comment",
            left="comment",
            right="remarks",
            identity="comment > Remarks",
        ),
        Row(
            name="contact_id",
            left="contact_id",
            right="order_account_contact",
            identity="contact_id > OrderAccountContact",
            conversion="4fb92a5d",
        ),
        Row(
            name="customer_id",
            left="customer_id",
            right="order_account",
            identity="customer_id > OrderAccount",
            conversion="b309a269",
        ),
        Row(
            name="delivery_date",
            left="delivery_date",
            right="delivery_date",
            identity="delivery_date > DeliveryDate",
            conversion="3e8212a4",
        ),
        Row(
            name="lines",
            left="lines",
            right="quotation_lines",
            identity="lines > QuotationLines",
            keyed=True,
            conversion="f6a77d30",
        ),
        Row(
            name="order_date",
            left="order_date",
            right="quotation_date",
            identity="order_date > QuotationDate",
            conversion="07642ad1",
        ),
        Row(
            name="reference",
            left="reference",
            right="your_ref",
            identity="reference > YourRef",
        ),
    ),
    references=(
        Reference(
            field="contact_id",
            left=("Contact",),
            right=("Contacts",),
        ),
        Reference(
            field="customer_id",
            left=("Customer",),
            right=("Accounts",),
        ),
        Reference(
            field="lines.product_id",
            left=("Product",),
            right=("Items",),
        ),
    ),
)

# ---- order_salesorders ----


class OrderSalesordersLine(View, frozen=True, kw_only=True):
    description: Text = UNSET
    key: Text = UNSET
    product_id: Text = UNSET
    quantity: Number = UNSET
    unit_price: Number = UNSET


def order_salesorders_lines_from_left(record: customerp.OrderLine) -> OrderSalesordersLine:
    return OrderSalesordersLine(
        description=text.get(record.description),
        key=key_in_integer.get(record.id),
        product_id=key_in_integer.get(record.product_id),
        quantity=number.get(record.quantity),
        unit_price=number.get(record.unit_price),
    )


def order_salesorders_lines_from_right(
    record: exact.SalesordersSalesOrderLine,
) -> OrderSalesordersLine:
    return OrderSalesordersLine(
        description=text.get(record.description),
        key=key_in_text.get(record.id),
        product_id=key_in_text.get(record.item),
        quantity=number.get(record.quantity),
        unit_price=number.get(record.unit_price),
    )


def order_salesorders_lines_to_left(
    view: OrderSalesordersLine, old: customerp.OrderLine
) -> customerp.OrderLine:
    return customerp.OrderLine(
        description=text.put(view.description, old.description),
        id=key_in_integer.put(view.key, old.id),
        product_id=key_in_integer.put(view.product_id, old.product_id),
        quantity=number.put(view.quantity, old.quantity),
        unit_price=number.put(view.unit_price, old.unit_price),
    )


def order_salesorders_lines_to_right(
    view: OrderSalesordersLine, old: exact.SalesordersSalesOrderLine
) -> exact.SalesordersSalesOrderLine:
    return exact.SalesordersSalesOrderLine(
        description=text.put(view.description, old.description),
        id=key_in_text.put(view.key, old.id),
        item=key_in_text.put(view.product_id, old.item),
        quantity=number.put(view.quantity, old.quantity),
        unit_price=number.put(view.unit_price, old.unit_price),
    )


class OrderSalesordersView(View, frozen=True, kw_only=True):
    comment: Text = UNSET
    contact_id: Text = UNSET
    customer_id: Text = UNSET
    delivery_date: Day = UNSET
    lines: Many[OrderSalesordersLine] = UNSET
    order_date: Day = UNSET
    reference: Text = UNSET


def order_salesorders_from_left(record: customerp.Order) -> OrderSalesordersView:
    return OrderSalesordersView(
        comment=text.get(record.comment),
        contact_id=key_in_integer.get(record.contact_id),
        customer_id=key_in_integer.get(record.customer_id),
        delivery_date=day.get(record.delivery_date),
        lines=each(record.lines, order_salesorders_lines_from_left),
        order_date=day.get(record.order_date),
        reference=text.get(record.reference),
    )


def order_salesorders_from_right(record: exact.Salesorders) -> OrderSalesordersView:
    return OrderSalesordersView(
        comment=text.get(record.remarks),
        contact_id=key_in_text.get(record.ordered_by_contact_person),
        customer_id=key_in_text.get(record.ordered_by),
        delivery_date=day.get(record.delivery_date),
        lines=each(record.sales_order_lines, order_salesorders_lines_from_right),
        order_date=day.get(record.order_date),
        reference=text.get(record.your_ref),
    )


def order_salesorders_to_left(
    view: OrderSalesordersView, old: customerp.Order
) -> customerp.OrderPatch:
    return customerp.OrderPatch(
        comment=text.put(view.comment, old.comment),
        contact_id=key_in_integer.put(view.contact_id, old.contact_id),
        customer_id=key_in_integer.put(view.customer_id, old.customer_id),
        delivery_date=day.put(view.delivery_date, old.delivery_date),
        lines=keyed_back(
            view.lines,
            old.lines,
            order_salesorders_lines_from_left,
            order_salesorders_lines_to_left,
            customerp.OrderLine(),
        ),
        order_date=day.put(view.order_date, old.order_date),
        reference=text.put(view.reference, old.reference),
    )


def order_salesorders_to_right(
    view: OrderSalesordersView, old: exact.Salesorders
) -> exact.SalesordersPatch:
    return exact.SalesordersPatch(
        remarks=text.put(view.comment, old.remarks),
        ordered_by_contact_person=key_in_text.put(view.contact_id, old.ordered_by_contact_person),
        ordered_by=key_in_text.put(view.customer_id, old.ordered_by),
        delivery_date=day.put(view.delivery_date, old.delivery_date),
        sales_order_lines=keyed_back(
            view.lines,
            old.sales_order_lines,
            order_salesorders_lines_from_right,
            order_salesorders_lines_to_right,
            exact.SalesordersSalesOrderLine(),
        ),
        order_date=day.put(view.order_date, old.order_date),
        your_ref=text.put(view.reference, old.your_ref),
    )


ORDER_SALESORDERS = ObjectPair(
    name="order_salesorders",
    title="Customerp Order to Exact Salesorders",
    view=OrderSalesordersView,
    left=ViewSide(
        type=customerp.ORDER,
        to_view=order_salesorders_from_left,
        from_view=order_salesorders_to_left,
    ),
    right=ViewSide(
        type=exact.SALESORDERS,
        to_view=order_salesorders_from_right,
        from_view=order_salesorders_to_right,
    ),
    rows=(
        Row(
            name="comment",
            left="comment",
            right="remarks",
            identity="comment > Remarks",
        ),
        Row(
            name="contact_id",
            left="contact_id",
            right="ordered_by_contact_person",
            identity="contact_id > OrderedByContactPerson",
            conversion="0e79394e",
        ),
        Row(
            name="customer_id",
            left="customer_id",
            right="ordered_by",
            identity="customer_id > OrderedBy",
            conversion="ade168af",
        ),
        Row(
            name="delivery_date",
            left="delivery_date",
            right="delivery_date",
            identity="delivery_date > DeliveryDate",
            conversion="3e8212a4",
        ),
        Row(
            name="lines",
            left="lines",
            right="sales_order_lines",
            identity="lines > SalesOrderLines",
            keyed=True,
            conversion="2ec83810",
        ),
        Row(
            name="order_date",
            left="order_date",
            right="order_date",
            identity="order_date > OrderDate",
            conversion="3a0791d4",
        ),
        Row(
            name="reference",
            left="reference",
            right="your_ref",
            identity="reference > YourRef",
        ),
    ),
    references=(
        Reference(
            field="contact_id",
            left=("Contact",),
            right=("Contacts",),
        ),
        Reference(
            field="customer_id",
            left=("Customer",),
            right=("Accounts",),
        ),
        Reference(
            field="lines.product_id",
            left=("Product",),
            right=("Items",),
        ),
    ),
)

# ---- product_items ----


class ProductItemsView(View, frozen=True, kw_only=True):
    cost: Number = UNSET
    description: Text = UNSET
    ean: Text = UNSET
    name: Text = UNSET
    number: Text = UNSET


def product_items_from_left(record: customerp.Product) -> ProductItemsView:
    return ProductItemsView(
        cost=number.get(record.cost),
        description=text.get(record.description),
        ean=text.get(record.ean),
        name=text.get(record.name),
        number=text.get(record.number),
    )


def product_items_from_right(record: exact.Items) -> ProductItemsView:
    return ProductItemsView(
        cost=number.get(record.cost_price_standard),
        description=text.get(record.extra_description),
        ean=text.get(record.barcode),
        name=text.get(record.description),
        number=text.get(record.code),
    )


def product_items_to_left(view: ProductItemsView, old: customerp.Product) -> customerp.ProductPatch:
    return customerp.ProductPatch(
        cost=number.put(view.cost, old.cost),
        description=text.put(view.description, old.description),
        ean=text.put(view.ean, old.ean),
        name=text.put(view.name, old.name),
        number=text.put(view.number, old.number),
    )


def product_items_to_right(view: ProductItemsView, old: exact.Items) -> exact.ItemsPatch:
    return exact.ItemsPatch(
        cost_price_standard=number.put(view.cost, old.cost_price_standard),
        extra_description=text.put(view.description, old.extra_description),
        barcode=text.put(view.ean, old.barcode),
        description=text.put(view.name, old.description),
        code=text.put(view.number, old.code),
    )


PRODUCT_ITEMS = ObjectPair(
    name="product_items",
    title="Customerp Product to Exact Items",
    view=ProductItemsView,
    left=ViewSide(
        type=customerp.PRODUCT,
        to_view=product_items_from_left,
        from_view=product_items_to_left,
    ),
    right=ViewSide(
        type=exact.ITEMS,
        to_view=product_items_from_right,
        from_view=product_items_to_right,
    ),
    match=(
        Match(
            label="number = Code",
            left=lambda record: text.get(record.number),
            right=lambda record: text.get(record.code),
        ),
    ),
    rows=(
        Row(
            name="cost",
            left="cost",
            right="cost_price_standard",
            identity="cost > CostPriceStandard",
            conversion="388cba95",
        ),
        Row(
            name="description",
            left="description",
            right="extra_description",
            identity="description > ExtraDescription",
        ),
        Row(
            name="ean",
            left="ean",
            right="barcode",
            identity="ean > Barcode",
        ),
        Row(
            name="name",
            left="name",
            right="description",
            identity="name > Description",
        ),
        Row(
            name="number",
            left="number",
            right="code",
            identity="number > Code",
        ),
    ),
)

# ---- quote_quotations ----


class QuoteQuotationsLine(View, frozen=True, kw_only=True):
    description: Text = UNSET
    key: Text = UNSET
    product_id: Text = UNSET
    quantity: Number = UNSET
    unit_price: Number = UNSET


def quote_quotations_lines_from_left(record: customerp.QuoteLine) -> QuoteQuotationsLine:
    return QuoteQuotationsLine(
        description=text.get(record.description),
        key=key_in_integer.get(record.id),
        product_id=key_in_integer.get(record.product_id),
        quantity=number.get(record.quantity),
        unit_price=number.get(record.unit_price),
    )


def quote_quotations_lines_from_right(record: exact.QuotationsQuotationLine) -> QuoteQuotationsLine:
    return QuoteQuotationsLine(
        description=text.get(record.description),
        key=key_in_text.get(record.id),
        product_id=key_in_text.get(record.item),
        quantity=number.get(record.quantity),
        unit_price=number.get(record.unit_price),
    )


def quote_quotations_lines_to_left(
    view: QuoteQuotationsLine, old: customerp.QuoteLine
) -> customerp.QuoteLine:
    return customerp.QuoteLine(
        description=text.put(view.description, old.description),
        id=key_in_integer.put(view.key, old.id),
        product_id=key_in_integer.put(view.product_id, old.product_id),
        quantity=number.put(view.quantity, old.quantity),
        unit_price=number.put(view.unit_price, old.unit_price),
    )


def quote_quotations_lines_to_right(
    view: QuoteQuotationsLine, old: exact.QuotationsQuotationLine
) -> exact.QuotationsQuotationLine:
    return exact.QuotationsQuotationLine(
        description=text.put(view.description, old.description),
        id=key_in_text.put(view.key, old.id),
        item=key_in_text.put(view.product_id, old.item),
        quantity=number.put(view.quantity, old.quantity),
        unit_price=number.put(view.unit_price, old.unit_price),
    )


class QuoteQuotationsView(View, frozen=True, kw_only=True):
    comment: Text = UNSET
    contact_id: Text = UNSET
    customer_id: Text = UNSET
    delivery_date: Day = UNSET
    lines: Many[QuoteQuotationsLine] = UNSET
    order_date: Day = UNSET
    reference: Text = UNSET
    valid_until: Day = UNSET


def quote_quotations_from_left(record: customerp.Quote) -> QuoteQuotationsView:
    return QuoteQuotationsView(
        comment=text.get(record.comment),
        contact_id=key_in_integer.get(record.contact_id),
        customer_id=key_in_integer.get(record.customer_id),
        delivery_date=day.get(record.delivery_date),
        lines=each(record.lines, quote_quotations_lines_from_left),
        order_date=day.get(record.order_date),
        reference=text.get(record.reference),
        valid_until=day.get(record.valid_until),
    )


def quote_quotations_from_right(record: exact.Quotations) -> QuoteQuotationsView:
    return QuoteQuotationsView(
        comment=text.get(record.remarks),
        contact_id=key_in_text.get(record.order_account_contact),
        customer_id=key_in_text.get(record.order_account),
        delivery_date=day.get(record.delivery_date),
        lines=each(record.quotation_lines, quote_quotations_lines_from_right),
        order_date=day.get(record.quotation_date),
        reference=text.get(record.your_ref),
        valid_until=day.get(record.closing_date),
    )


def quote_quotations_to_left(
    view: QuoteQuotationsView, old: customerp.Quote
) -> customerp.QuotePatch:
    return customerp.QuotePatch(
        comment=text.put(view.comment, old.comment),
        contact_id=key_in_integer.put(view.contact_id, old.contact_id),
        customer_id=key_in_integer.put(view.customer_id, old.customer_id),
        delivery_date=day.put(view.delivery_date, old.delivery_date),
        lines=keyed_back(
            view.lines,
            old.lines,
            quote_quotations_lines_from_left,
            quote_quotations_lines_to_left,
            customerp.QuoteLine(),
        ),
        order_date=day.put(view.order_date, old.order_date),
        reference=text.put(view.reference, old.reference),
        valid_until=day.put(view.valid_until, old.valid_until),
    )


def quote_quotations_to_right(
    view: QuoteQuotationsView, old: exact.Quotations
) -> exact.QuotationsPatch:
    return exact.QuotationsPatch(
        remarks=text.put(view.comment, old.remarks),
        order_account_contact=key_in_text.put(view.contact_id, old.order_account_contact),
        order_account=key_in_text.put(view.customer_id, old.order_account),
        delivery_date=day.put(view.delivery_date, old.delivery_date),
        quotation_lines=keyed_back(
            view.lines,
            old.quotation_lines,
            quote_quotations_lines_from_right,
            quote_quotations_lines_to_right,
            exact.QuotationsQuotationLine(),
        ),
        quotation_date=day.put(view.order_date, old.quotation_date),
        your_ref=text.put(view.reference, old.your_ref),
        closing_date=day.put(view.valid_until, old.closing_date),
    )


QUOTE_QUOTATIONS = ObjectPair(
    name="quote_quotations",
    title="Customerp Quote to Exact Quotations",
    view=QuoteQuotationsView,
    left=ViewSide(
        type=customerp.QUOTE,
        to_view=quote_quotations_from_left,
        from_view=quote_quotations_to_left,
    ),
    right=ViewSide(
        type=exact.QUOTATIONS,
        to_view=quote_quotations_from_right,
        from_view=quote_quotations_to_right,
    ),
    rows=(
        Row(
            name="comment",
            left="comment",
            right="remarks",
            identity="comment > Remarks",
        ),
        Row(
            name="contact_id",
            left="contact_id",
            right="order_account_contact",
            identity="contact_id > OrderAccountContact",
            conversion="4fb92a5d",
        ),
        Row(
            name="customer_id",
            left="customer_id",
            right="order_account",
            identity="customer_id > OrderAccount",
            conversion="b309a269",
        ),
        Row(
            name="delivery_date",
            left="delivery_date",
            right="delivery_date",
            identity="delivery_date > DeliveryDate",
            conversion="3e8212a4",
        ),
        Row(
            name="lines",
            left="lines",
            right="quotation_lines",
            identity="lines > QuotationLines",
            keyed=True,
            conversion="f6a77d30",
        ),
        Row(
            name="order_date",
            left="order_date",
            right="quotation_date",
            identity="order_date > QuotationDate",
            conversion="07642ad1",
        ),
        Row(
            name="reference",
            left="reference",
            right="your_ref",
            identity="reference > YourRef",
        ),
        Row(
            name="valid_until",
            left="valid_until",
            right="closing_date",
            identity="valid_until > ClosingDate",
            conversion="df54989f",
        ),
    ),
    references=(
        Reference(
            field="contact_id",
            left=("Contact",),
            right=("Contacts",),
        ),
        Reference(
            field="customer_id",
            left=("Customer",),
            right=("Accounts",),
        ),
        Reference(
            field="lines.product_id",
            left=("Product",),
            right=("Items",),
        ),
    ),
)


FLOW = Flow(
    name="customerp-exact",
    title="Customerp to Exact",
    left=customerp.SYSTEM,
    right=exact.SYSTEM,
    pairs=(
        CONTACT_CONTACTS,
        CUSTOMER_ACCOUNTS,
        EMPLOYEE_CONTACTS,
        EMPLOYEE_EMPLOYEES,
        ORDER_QUOTATIONS,
        ORDER_SALESORDERS,
        PRODUCT_ITEMS,
        QUOTE_QUOTATIONS,
    ),
)

if __name__ == "__main__":
    from runtime.run import main

    raise SystemExit(main(FLOW))
